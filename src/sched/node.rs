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
    pub(super) child: Child,
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
            child: Child(Cell::new(ptr::null())),
            deadline: Cell::new(Instant::ZERO),
        }
    }

    /// When the node wakes or last woke from the sleep heap.
    pub fn deadline(&self) -> Instant {
        self.deadline.get()
    }

    /// Keeps an object's address for the owner, while the node is in no structure. A collector sees it.
    pub fn put_aside(&self, object: *mut ()) {
        self.child.0.set(object);
    }

    /// Takes back what [`Node::put_aside`] kept; null if nothing.
    pub fn take_aside(&self) -> *mut () {
        self.child.0.replace(ptr::null()).cast_mut()
    }
}

/// The first child in the heap, or what [`Node::put_aside`] keeps.
pub(super) struct Child(Cell<*const ()>);

impl Child {
    pub(super) fn get(&self) -> Option<NodeRef> {
        // SAFETY: only nodes are set while the node is linked, and nothing else asks.
        unsafe { self.0.get().cast::<Node>().as_ref() }
    }

    pub(super) fn set(&self, node: Option<NodeRef>) {
        self.0.set(node.map_or(ptr::null(), |n| ptr::from_ref(n).cast()));
    }

    pub(super) fn take(&self) -> Option<NodeRef> {
        let node = self.get();
        self.set(None);
        node
    }
}

/// Whether two references name the same node.
pub(super) fn same(a: Option<NodeRef>, b: NodeRef) -> bool {
    a.is_some_and(|a| ptr::eq(a, b))
}
