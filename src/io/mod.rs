// SPDX-License-Identifier: MIT
//! Waiting for streams, and asyncio's own streams on top of that.

mod buffer;
pub mod entry;
pub mod poller;
pub mod server;
pub mod stream;
mod stream_read;
mod stream_write;

pub use poller::Poller;
