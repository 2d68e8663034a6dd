// SPDX-License-Identifier: MIT
//! What every schedulable object starts with.

use super::{Instant, WaitList};
use core::cell::Cell;
use core::ptr;

/// A node that outlives its being linked.
pub type NodeRef = &'static Node;

/// The head of a task, a callback or a waiter: links, a deadline, and the word for what it waits on.
///
/// The order of the fields matters to MicroPython's collector, which walks an object's words upwards and
/// continues with the last one it pushed: `next` stands before everything that hangs below one task, so
/// marking a list of any length needs a constant amount of the mark stack.
#[repr(C)]
pub struct Node {
    /// The object's type, as the VM wants it in the first word. Not read here.
    pub base: Cell<*const ()>,
    /// Those who wait for this object; the tag holds its state.
    pub waiters: WaitList,
    /// While blocked: the address of the object waited on. Otherwise the owner's own.
    pub data: Cell<*mut ()>,
    pub(super) next: Cell<Option<NodeRef>>,
    pub(super) prev: Cell<Option<NodeRef>>,
    /// The first child in the heap; the oldest waiter in the youngest of a wait list.
    pub(super) child: Cell<Option<NodeRef>>,
    /// When to wake, while in the sleep heap.
    pub(super) deadline: Cell<Instant>,
}

impl Node {
    /// A node in no structure, with the given first word.
    pub const fn new(base: *const ()) -> Self {
        Node {
            base: Cell::new(base),
            waiters: WaitList::new(),
            data: Cell::new(ptr::null_mut()),
            next: Cell::new(None),
            prev: Cell::new(None),
            child: Cell::new(None),
            deadline: Cell::new(Instant::ZERO),
        }
    }

    /// When the node wakes or last woke from the sleep heap.
    pub fn deadline(&self) -> Instant {
        self.deadline.get()
    }
}

/// Whether two references name the same node.
pub(super) fn same(a: Option<NodeRef>, b: NodeRef) -> bool {
    a.is_some_and(|a| ptr::eq(a, b))
}
