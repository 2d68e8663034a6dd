// SPDX-License-Identifier: MIT
//! The sleep heap: an intrusive pairing heap by deadline, first come first served among equals.
//!
//! The children of a node are chained from the oldest to the youngest by `next`. The last child's `next` is
//! the parent, the first child's `prev` is the last child: from any node its parent, and from any parent its
//! last child, is found without a search, so that adding and removing touch a handful of nodes.
//! The root's `next` and `prev` are empty.
//!
//! Among nodes of one deadline the older one is always either an ancestor of the younger or in a branch to
//! its left. Every operation below keeps that, and so the heap is stable.

use super::node::same;
use super::{Instant, Node, NodeRef};
use core::cell::Cell;

/// The heap; a null pointer in memory is an empty one.
pub struct SleepHeap {
    root: Cell<Option<NodeRef>>,
}

impl SleepHeap {
    /// An empty heap.
    pub const fn new() -> Self {
        SleepHeap { root: Cell::new(None) }
    }

    /// The node with the earliest deadline.
    pub fn peek(&self) -> Option<NodeRef> {
        self.root.get()
    }

    /// Adds `node`, which is in no structure. O(1).
    pub fn push(&self, node: NodeRef, deadline: Instant) {
        node.deadline.set(deadline);
        self.root.set(meld(self.root.get(), node));
    }

    /// Takes out the earliest node. O(log n) amortised.
    pub fn pop(&self) -> Option<NodeRef> {
        let root = self.root.get()?;
        self.root.set(merge_children(root));
        Some(root)
    }

    /// Takes out the earliest node if it is due at `now`.
    pub fn pop_due(&self, now: Instant) -> Option<NodeRef> {
        self.root.get().filter(|root| root.deadline().since(now) <= 0)?;
        self.pop()
    }

    /// Takes out `node`, which is in this heap. O(log n) amortised.
    pub fn remove(&self, node: NodeRef) {
        if same(self.root.get(), node) {
            self.pop();
            return;
        }
        let merged = merge_children(node);
        let (Some(next), Some(prev)) = (node.next.get(), node.prev.get()) else { return };
        let is_last = is_last_child(node, next);
        let is_first = !same(prev.next.get(), node);
        // The children, merged, take the node's place; without children its neighbours close up.
        let before = merged.unwrap_or(prev);
        let after = merged.unwrap_or(next);
        if let Some(merged) = merged {
            merged.next.set(Some(next));
            merged.prev.set(Some(if is_first && is_last { merged } else { prev }));
        }
        match (is_first, is_last) {
            (true, true) => next.child.set(merged),
            (true, false) => {
                let first = merged.unwrap_or(next);
                // `prev` is the last child, whose `next` is the parent.
                if let Some(parent) = prev.next.get() {
                    parent.child.set(Some(first));
                }
                first.prev.set(Some(prev));
                if merged.is_some() {
                    next.prev.set(Some(first));
                }
            }
            (false, true) => {
                prev.next.set(Some(after));
                if let Some(first) = next.child.get() {
                    first.prev.set(Some(before));
                }
            }
            (false, false) => {
                prev.next.set(Some(after));
                next.prev.set(Some(before));
            }
        }
        node.next.set(None);
        node.prev.set(None);
    }

    /// The node that follows `node` in a walk over the whole heap (parents first), starting from `peek`.
    pub fn after(&self, node: NodeRef) -> Option<NodeRef> {
        if let Some(child) = node.child.get() {
            return Some(child);
        }
        let mut at = node;
        loop {
            let next = at.next.get()?;
            if !is_last_child(at, next) {
                return Some(next);
            }
            at = next;
        }
    }
}

impl Default for SleepHeap {
    fn default() -> Self {
        SleepHeap::new()
    }
}

/// Whether `next`, the successor of the child `node`, is its parent and not its sibling.
fn is_last_child(node: NodeRef, next: NodeRef) -> bool {
    next.child.get().is_some_and(|first| same(first.prev.get(), node))
}

/// Melds two heaps by their roots; `a`'s nodes are older than those of `b` with the same deadline.
fn meld(a: Option<NodeRef>, b: NodeRef) -> Option<NodeRef> {
    let Some(a) = a else { return Some(b) };
    if a.deadline().since(b.deadline()) <= 0 {
        add_last_child(a, b);
        Some(a)
    } else {
        add_first_child(b, a);
        Some(b)
    }
}

fn add_last_child(parent: NodeRef, child: NodeRef) {
    child.next.set(Some(parent));
    match parent.child.get() {
        None => {
            child.prev.set(Some(child));
            parent.child.set(Some(child));
        }
        Some(first) => {
            let last = first.prev.get();
            child.prev.set(last);
            if let Some(last) = last {
                last.next.set(Some(child));
            }
            first.prev.set(Some(child));
        }
    }
}

fn add_first_child(parent: NodeRef, child: NodeRef) {
    match parent.child.get() {
        None => add_last_child(parent, child),
        Some(first) => {
            child.prev.set(first.prev.get());
            child.next.set(Some(first));
            first.prev.set(Some(child));
            parent.child.set(Some(child));
        }
    }
}

/// Detaches the children of `node` and makes one heap of them, in pairs from the oldest on.
fn merge_children(node: NodeRef) -> Option<NodeRef> {
    let first = node.child.take()?;
    // Cut the last child's way back to the parent: the chain then ends with `None`.
    if let Some(last) = first.prev.get() {
        last.next.set(None);
    }
    let mut heap = None;
    let mut rest = Some(first);
    while let Some(a) = rest {
        let b = a.next.get();
        rest = b.and_then(|b| b.next.get());
        detach(a);
        let pair = match b {
            None => a,
            Some(b) => {
                detach(b);
                meld(Some(a), b).unwrap_or(a)
            }
        };
        heap = meld(heap, pair);
    }
    heap
}

fn detach(node: &Node) {
    node.next.set(None);
    node.prev.set(None);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;
    use std::ptr;

    const NODES: usize = 24;

    proptest! {
        /// Against a list sorted by (deadline, age), anywhere on the circle of time.
        #[test]
        fn behaves_like_a_sorted_list(
            start in any::<u64>(),
            ops in prop::collection::vec((0..4u8, 0..NODES, 0..40u64), 1..300),
        ) {
            let nodes: Vec<NodeRef> =
                (0..NODES).map(|_| Box::leak(Box::new(Node::new(ptr::null()))) as NodeRef).collect();
            let heap = SleepHeap::new();
            let mut model: Vec<(u64, usize, usize)> = Vec::new(); // deadline, age, node
            for (age, (op, i, delay)) in ops.into_iter().enumerate() {
                let at = model.iter().position(|&(_, _, n)| n == i);
                match (op, at) {
                    (0 | 1, None) => {
                        heap.push(nodes[i], Instant::from_us(start.wrapping_add(delay)));
                        model.push((delay, age, i));
                        model.sort_unstable();
                    }
                    (0 | 1, Some(at)) => { heap.remove(nodes[i]); model.remove(at); }
                    (2, _) => {
                        let expected = if model.is_empty() { None } else { Some(model.remove(0).2) };
                        prop_assert_eq!(heap.pop().map(ptr::from_ref), expected.map(|n| ptr::from_ref(nodes[n])));
                    }
                    _ => {
                        let expected = model.first().filter(|m| m.0 <= delay).map(|m| m.2);
                        if expected.is_some() { model.remove(0); }
                        let got = heap.pop_due(Instant::from_us(start.wrapping_add(delay)));
                        prop_assert_eq!(got.map(ptr::from_ref), expected.map(|n| ptr::from_ref(nodes[n])));
                    }
                }
                prop_assert_eq!(heap.peek().map(ptr::from_ref), model.first().map(|m| ptr::from_ref(nodes[m.2])));
                let mut seen = HashSet::new();
                let mut walk = heap.peek();
                while let Some(node) = walk {
                    prop_assert!(seen.insert(ptr::from_ref(node)), "a node is visited twice");
                    walk = heap.after(node);
                }
                prop_assert_eq!(seen, model.iter().map(|m| ptr::from_ref(nodes[m.2])).collect::<HashSet<_>>());
            }
        }
    }
}
