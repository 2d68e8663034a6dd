// SPDX-License-Identifier: MIT
//! Waiting for streams, and asyncio's own streams on top of that.

pub mod poller;
pub mod stream;

pub use poller::Poller;
