// SPDX-License-Identifier: MIT
//! The event loop, futures, tasks, and the one protocol by which everything waits.

mod cancel;
mod event_loop;
mod future;
mod handle;
mod pass;
mod queue;
mod run;
mod state;
mod task;
mod wait;

pub use cancel::cancel;
pub use event_loop::{EventLoop, first_task};
pub use future::Future;
pub use handle::Handle;
pub use state::State;
pub use task::Task;
pub use wait::Turn;
