// SPDX-License-Identifier: MIT
//! A circular doubly linked list of nodes: first in, first out, with removal from anywhere.

use super::{Node, NodeRef};
use core::{mem, ptr};

/// The list; the sentinel is the neighbour of the first and of the last node.
///
/// An empty list that was never used has null links, so that zeroed memory is an empty list.
/// A list must not move once it has been used.
#[repr(transparent)]
pub struct List {
    sentinel: Node,
}

impl List {
    /// An empty list.
    pub const fn new() -> Self {
        List { sentinel: Node::new(ptr::null()) }
    }

    /// The sentinel as a node that others may link to.
    fn end(&self) -> NodeRef {
        // SAFETY: lists live as long as the nodes in them: in the event loop's struct, which unlinks every
        // node before it is given up, or leaked (tests). Only links of this list's nodes keep the reference.
        unsafe { mem::transmute::<&Node, NodeRef>(&self.sentinel) }
    }

    fn is_end(&self, node: NodeRef) -> bool {
        ptr::eq(node, &self.sentinel)
    }

    /// The first node.
    pub fn first(&self) -> Option<NodeRef> {
        self.sentinel.next.get().filter(|n| !self.is_end(n))
    }

    /// The last node.
    pub fn last(&self) -> Option<NodeRef> {
        self.sentinel.prev.get().filter(|n| !self.is_end(n))
    }

    /// The last node, or the sentinel of an empty list.
    fn last_or_end(&self) -> NodeRef {
        self.sentinel.prev.get().unwrap_or(self.end())
    }

    /// The node behind `node`, which is in this list.
    pub fn after(&self, node: NodeRef) -> Option<NodeRef> {
        node.next.get().filter(|n| !self.is_end(n))
    }

    /// Whether the list holds no node.
    pub fn is_empty(&self) -> bool {
        self.first().is_none()
    }

    /// Appends `node`, which is in no structure.
    pub fn push_back(&self, node: NodeRef) {
        insert_after(self.last_or_end(), node, self.end());
    }

    /// Inserts `node`, which is in no structure, behind `place`, which is in this list.
    pub fn insert_after(&self, place: NodeRef, node: NodeRef) {
        let next = place.next.get().unwrap_or(self.end());
        insert_after(place, node, next);
    }

    /// Takes the first node out.
    pub fn pop_front(&self) -> Option<NodeRef> {
        let first = self.first()?;
        let second = first.next.get().unwrap_or(self.end());
        self.sentinel.next.set(Some(second));
        second.prev.set(Some(self.end()));
        first.next.set(None);
        first.prev.set(None);
        Some(first)
    }

    /// Takes `node` out of whatever list it is in; does nothing to a node in none.
    pub fn remove(node: NodeRef) {
        if let (Some(next), Some(prev)) = (node.next.get(), node.prev.get()) {
            next.prev.set(Some(prev));
            prev.next.set(Some(next));
        }
        node.next.set(None);
        node.prev.set(None);
    }

    /// Moves all nodes of `other` behind those of this list.
    pub fn append(&self, other: &List) {
        if let (Some(first), Some(last)) = (other.first(), other.last()) {
            let before = self.last_or_end();
            before.next.set(Some(first));
            first.prev.set(Some(before));
            last.next.set(Some(self.end()));
            self.sentinel.prev.set(Some(last));
            other.sentinel.next.set(None);
            other.sentinel.prev.set(None);
        }
    }
}

impl Default for List {
    fn default() -> Self {
        List::new()
    }
}

/// Links `node` between two neighbours.
fn insert_after(prev: NodeRef, node: NodeRef, next: NodeRef) {
    node.prev.set(Some(prev));
    node.next.set(Some(next));
    prev.next.set(Some(node));
    next.prev.set(Some(node));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::VecDeque;

    fn leak<T>(value: T) -> &'static T {
        Box::leak(Box::new(value))
    }

    /// The list's nodes, forwards, checked against the way back.
    fn contents(list: &List) -> Vec<*const Node> {
        let mut forwards = Vec::new();
        let mut at = list.first();
        while let Some(node) = at {
            forwards.push(ptr::from_ref(node));
            at = list.after(node);
        }
        let mut backwards = Vec::new();
        let mut at = list.last();
        while let Some(node) = at {
            backwards.push(ptr::from_ref(node));
            at = node.prev.get().filter(|n| !list.is_end(n));
        }
        backwards.reverse();
        assert_eq!(forwards, backwards);
        forwards
    }

    proptest! {
        /// Against two `VecDeque`s: operation, and which node it is done to.
        #[test]
        fn behaves_like_a_deque(ops in prop::collection::vec((0..6u8, 0..12usize), 1..200)) {
            let nodes: Vec<NodeRef> = (0..12).map(|_| leak(Node::new(ptr::null())) as NodeRef).collect();
            let lists = [leak(List::new()), leak(List::new())];
            let mut models = [VecDeque::new(), VecDeque::new()];
            for (op, i) in ops {
                let which = usize::from(op % 2);
                let free = !models.iter().any(|m| m.contains(&i));
                match op / 2 {
                    0 if free => { lists[which].push_back(nodes[i]); models[which].push_back(i); }
                    0 => { List::remove(nodes[i]); models.iter_mut().for_each(|m| m.retain(|&n| n != i)); }
                    1 => {
                        let got = lists[which].pop_front().map(ptr::from_ref);
                        prop_assert_eq!(got, models[which].pop_front().map(|n: usize| ptr::from_ref(nodes[n])));
                    }
                    _ if which == 0 => {
                        lists[0].append(lists[1]);
                        let moved = std::mem::take(&mut models[1]);
                        models[0].extend(moved);
                    }
                    _ => if let (true, Some(&place)) = (free, models[1].get(i)) {
                        lists[1].insert_after(nodes[place], nodes[i]);
                        models[1].insert(models[1].iter().position(|&n| n == place).unwrap() + 1, i);
                    }
                }
                for (list, model) in lists.iter().zip(&models) {
                    let expected: Vec<_> = model.iter().map(|&n| ptr::from_ref(nodes[n])).collect();
                    prop_assert_eq!(contents(list), expected);
                    prop_assert_eq!(list.is_empty(), model.is_empty());
                }
            }
        }
    }
}
