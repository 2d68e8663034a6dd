// SPDX-License-Identifier: MIT
//! `asyncio.gather()`: a future that is done when all of its children are.
//!
//! Each child gets a small node among its waiters; the loop runs that node when the child is done, and the last
//! one ends the gather. A task that is cancelled while it awaits a gather is thrown into, and cancels the
//! children then: they keep the turn that they already had (MicroPython's tests want it so).

use crate::core::{EventLoop, Future, Task, cancel as cancel_future};
use crate::sched::Node;
use crate::vm::exc::finish;
use crate::vm::gc::{Gc, Loose, Native};
use crate::vm::{Exc, Obj, Type, call, ffi, handlers};
use ::core::cell::Cell;

/// The future; it begins with [`Future`].
#[repr(C)]
pub struct Gather {
    future: Future,
    /// A list of the children, which becomes the list of results.
    children: Cell<Obj>,
    /// Children that are not done, times two; plus one for `return_exceptions`.
    pending: Cell<usize>,
}

/// A gather's node among a child's waiters.
#[repr(C)]
pub struct Child {
    node: Node,
    gather: Loose<Gather>,
}

// SAFETY: begins with the type, zero is a pending future; allocated below only.
unsafe impl Native for Gather {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_gather }
    }
}

// SAFETY: begins with the type, zero is an unlinked node; allocated below only.
unsafe impl Native for Child {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_gather_child }
    }
}

/// `gather(*aws, return_exceptions)`
fn new(aws: &[Obj], return_exceptions: bool) -> Result<Obj, Exc> {
    let event_loop = EventLoop::get()?;
    let gather = Gc::<Gather>::new()?;
    let (list, children) = call::list(aws.len())?;
    gather.children.set(list);
    gather.pending.set(aws.len() << 1 | usize::from(return_exceptions));
    for (place, &aw) in children.iter().zip(aws) {
        place.set(Task::promote(event_loop, aw)?.obj());
    }
    if aws.is_empty() {
        gather.as_future().settle(event_loop, Ok(list));
    }
    for place in children {
        let node = Gc::<Child>::new()?;
        node.gather.set(Some(gather));
        // SAFETY: `promote` returned a future.
        event_loop.wait_for_future(&node.as_ref().node, unsafe { Gc::assume(place.get()) });
    }
    Ok(gather.obj())
}

impl Gc<Gather> {
    fn as_future(self) -> Gc<Future> {
        // SAFETY: a gather begins with a future.
        unsafe { Gc::assume(self.obj()) }
    }

    /// The children, while the gather is not done.
    fn children(self) -> impl Iterator<Item = Gc<Future>> {
        // SAFETY: `promote` returned futures, and results replace them only at the end.
        call::list_items(self.children.get()).iter().map(|child| unsafe { Gc::assume(child.get()) })
    }

    /// Ends the gather with its children's results.
    fn collect(self, event_loop: Gc<EventLoop>) {
        for place in call::list_items(self.children.get()) {
            // SAFETY: see `children`; each place is replaced once.
            let child: Gc<Future> = unsafe { Gc::assume(place.get()) };
            place.set(child.result().unwrap_or_else(|exc| exc.instance().0));
        }
        self.as_future().settle(event_loop, Ok(self.children.get()));
    }
}

impl Gc<Child> {
    /// The child that this node waited for is done.
    pub fn done(self, event_loop: Gc<EventLoop>) {
        // SAFETY: `new` let the node wait for a future.
        let child: Gc<Future> = unsafe { Gc::assume(Obj::from_ptr(self.node.data.get())) };
        let Some(gather) = self.gather.get() else { return };
        // Retrieves the child's exception even if the gather has ended, as CPython does.
        let outcome = child.result();
        if gather.as_future().is_done() {
            return;
        }
        let pending = gather.pending.get().wrapping_sub(2);
        gather.pending.set(pending);
        match outcome {
            Err(exc) if pending & 1 == 0 => gather.as_future().settle(event_loop, Err(exc)),
            _ if pending >> 1 == 0 => gather.collect(event_loop),
            _ => {}
        }
    }
}

/// `gather.cancel()`: cancels the children that are not done and ends the gather.
pub fn cancel(event_loop: Gc<EventLoop>, future: Gc<Future>, exc: Exc) {
    if let Some(gather) = Gc::<Gather>::exactly(future.obj()) {
        for child in gather.children() {
            // Without a message nothing is allocated, so nothing fails.
            let _ = cancel_future(child, Obj::NONE);
        }
        if !future.is_done() {
            future.settle(event_loop, Err(exc));
            future.mark_retrieved();
        }
    }
}

handlers! {
    /// `gather(*aws, return_exceptions=False)`
    fn asyncio_gather_new(n: usize, aws: *const Obj, return_exceptions: bool, out: *mut Obj) -> ffi::asyncio_result_t {
        // SAFETY: the glue's contract: `n` objects.
        let aws = if n == 0 { &[] } else { unsafe { ::core::slice::from_raw_parts(aws, n) } };
        // SAFETY: the glue's contract.
        unsafe { finish(out, new(aws, return_exceptions)) }
    }

    /// An exception is thrown into `await gather`.
    fn asyncio_gather_throw(this: Obj) {
        // SAFETY: the glue's contract.
        let gather = unsafe { Gc::<Gather>::assume(this) };
        if let Some(event_loop) = EventLoop::existing()
            && !gather.as_future().is_done()
        {
            cancel(event_loop, gather.as_future(), Exc::cancelled(Obj::NONE));
        }
    }
}
