// SPDX-License-Identifier: MIT
//! Who waits for an object.
//!
//! All blocked nodes are in one [`List`], which is how the loop keeps them alive and can list them. Those that
//! wait for the same object are neighbours there, oldest first, and each one's `data` is that object. The
//! object has one word: a pointer to the youngest, and four tag bits that are the object's own. The youngest's
//! `child`, which a blocked node does not need, names the oldest.

use super::node::same;
use super::{List, Node, NodeRef};
use core::cell::Cell;
use core::ptr;

/// The youngest waiter of an object, and four bits of the object's state.
///
/// The word is not a way by which a collector may find a node: the list of blocked nodes is.
#[repr(transparent)]
pub struct WaitList(Cell<*const Node>);

impl WaitList {
    /// The bits that are the object's; nodes are aligned to 16 bytes (a GC block on 32-bit machines).
    pub const TAG_MASK: usize = 15;

    /// Nobody waits; the tag is 0.
    pub const fn new() -> Self {
        WaitList(Cell::new(ptr::null()))
    }

    /// The object's bits.
    pub fn tag(&self) -> usize {
        self.0.get().addr() & Self::TAG_MASK
    }

    /// Changes the object's bits.
    pub fn set_tag(&self, tag: usize) {
        self.0.set(self.0.get().map_addr(|a| (a & !Self::TAG_MASK) | (tag & Self::TAG_MASK)));
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.youngest().is_none()
    }

    /// The youngest waiter.
    pub fn youngest(&self) -> Option<NodeRef> {
        let node = self.0.get().map_addr(|a| a & !Self::TAG_MASK);
        // SAFETY: the pointer is null or was made from a `NodeRef` by `set_youngest`, and `remove` forgets a
        // node when it leaves.
        unsafe { node.as_ref() }
    }

    fn set_youngest(&self, node: Option<NodeRef>) {
        let tag = self.tag();
        self.0.set(node.map_or(ptr::null(), ptr::from_ref).map_addr(|a| a | tag));
    }

    /// Lets `node`, which is in no structure, wait for the object at `target`, whose wait list this is.
    pub fn push(&self, blocked: &List, node: NodeRef, target: *mut ()) {
        node.data.set(target);
        match self.youngest() {
            Some(youngest) => {
                blocked.insert_after(youngest, node);
                node.child.set(youngest.child.take());
            }
            None => {
                blocked.push_back(node);
                node.child.set(Some(node));
            }
        }
        self.set_youngest(Some(node));
    }

    /// Takes `node`, one of this list's waiters, out; its `data` still names the object.
    pub fn remove(&self, node: NodeRef) {
        if let Some(youngest) = self.youngest() {
            match (ptr::eq(youngest, node), same(youngest.child.get(), node)) {
                (true, true) => self.set_youngest(None),
                (true, false) => {
                    if let Some(before) = node.prev.get() {
                        before.child.set(node.child.get());
                    }
                    self.set_youngest(node.prev.get());
                }
                (false, true) => youngest.child.set(node.next.get()),
                (false, false) => {}
            }
        }
        node.child.set(None);
        List::remove(node);
    }

    /// The waiter that has waited longest.
    pub fn oldest(&self) -> Option<NodeRef> {
        self.youngest()?.child.get()
    }
}

impl Default for WaitList {
    fn default() -> Self {
        WaitList::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OBJECTS: usize = 3;
    const NODES: usize = 10;

    proptest! {
        /// Several objects' waiters in one list of blocked nodes, against one `Vec` an object.
        #[test]
        fn behaves_like_a_vec_for_each_object(
            ops in prop::collection::vec((0..3u8, 0..OBJECTS, 0..NODES), 1..300),
        ) {
            let blocked: &'static List = Box::leak(Box::new(List::new()));
            let objects: Vec<&'static WaitList> =
                (0..OBJECTS).map(|_| &*Box::leak(Box::new(WaitList::new()))).collect();
            let nodes: Vec<NodeRef> =
                (0..NODES).map(|_| &*Box::leak(Box::new(Node::new(ptr::null())))).collect();
            let mut model: Vec<Vec<usize>> = vec![Vec::new(); OBJECTS];
            for (op, object, i) in ops {
                let target: *mut () = ptr::from_ref(objects[object]).cast_mut().cast();
                match (op, model.iter().position(|m| m.contains(&i))) {
                    (0, None) => { objects[object].push(blocked, nodes[i], target); model[object].push(i); }
                    (0 | 1, Some(at)) => { objects[at].remove(nodes[i]); model[at].retain(|&n| n != i); }
                    (2, _) => {
                        objects[object].set_tag(i);
                        if let Some(oldest) = objects[object].oldest() {
                            objects[object].remove(oldest);
                            prop_assert!(ptr::eq(oldest, nodes[model[object].remove(0)]));
                        }
                        prop_assert_eq!(objects[object].tag(), i);
                    }
                    _ => {}
                }
                let mut in_list = 0;
                let mut at = blocked.first();
                while let Some(node) = at {
                    in_list += 1;
                    at = blocked.after(node);
                }
                prop_assert_eq!(in_list, model.iter().map(Vec::len).sum::<usize>());
                for (object, model) in objects.iter().zip(&model) {
                    prop_assert_eq!(object.is_empty(), model.is_empty());
                    let mut at = object.oldest();
                    for (position, &expected) in model.iter().enumerate() {
                        prop_assert!(same(at, nodes[expected]));
                        let is_youngest = same(object.youngest(), nodes[expected]);
                        prop_assert_eq!(is_youngest, position + 1 == model.len());
                        at = at.and_then(|n| blocked.after(n));
                    }
                }
            }
        }
    }
}
