// SPDX-License-Identifier: MIT
//! Where a node is in its life. Kept in the tag of its wait list; docs/architecture.md draws it.

use crate::sched::{Node, WaitList};

/// The state of a task, a callback or another schedulable object, and of a future.
///
/// A plain future knows `Pending` and the three ends only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum State {
    /// A future without result; a node that is linked nowhere and has not ended.
    Pending = 0,
    /// In the ready list, to be continued with None. `data` still names what woke it.
    Ready,
    /// In the ready list; the exception in `data` will be thrown in.
    Throw,
    /// In the sleep heap. `data` is the awaitable.
    Sleeping,
    /// In the list of blocked nodes. `data` is what it waits for (None: nothing will wake it).
    Blocked,
    /// Being run.
    Running,
    /// Ended; `data` is the value.
    Returned,
    /// Ended; `data` is the exception, which nobody has retrieved yet.
    Raised,
    /// Ended; `data` is the exception.
    Retrieved,
}

impl State {
    /// Reads the state off a wait list's tag.
    pub fn of(waiters: &WaitList) -> State {
        // SAFETY: nobody but `set` and the owner of a future writes the tag of a node or a future, always a state's; zeroed
        // memory is `Pending`.
        unsafe { ::core::mem::transmute::<u8, State>(waiters.tag() as u8) }
    }

    /// Changes the state of the node.
    pub fn set(self, node: &Node) {
        node.waiters.set_tag(self as usize);
    }

    /// Whether this is one of the three ends.
    pub fn is_done(self) -> bool {
        self as u8 >= State::Returned as u8
    }
}
