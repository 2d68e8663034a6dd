// SPDX-License-Identifier: MIT
//! The scheduler's data structures: pure, intrusive, allocating nothing, knowing no VM.
//!
//! Everything that can be scheduled starts with a [`Node`]. A node is in at most one structure at a time:
//! a [`List`] (what is ready, or what is blocked) or the [`SleepHeap`]. The waiters of one object are a run
//! of neighbours in the list of blocked nodes, see [`WaitList`].
//!
//! Nodes are `&'static`: whoever owns them (a garbage collector, or a leaked box in the tests) keeps a node
//! alive for as long as it is linked. All fields are cells, because Python code that runs between two calls
//! may change any of them.

mod heap;
mod list;
mod node;
mod time;
mod wait_list;

pub use heap::SleepHeap;
pub use list::List;
pub use node::{Node, NodeRef};
pub use time::{Clock, HORIZON, Instant, LongDelay, Look};
pub use wait_list::WaitList;
