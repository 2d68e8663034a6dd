// SPDX-License-Identifier: MIT
//! `asyncio.gather()`: a future that is done when all of its children are.
//!
//! Each child gets a small node among its waiters; the loop runs that node when the child is done, and the last
//! one ends the gather. CPython's behaviour, but for one thing: a task that is cancelled while it awaits a gather
//! is thrown into, and cancels the children then. They keep the turn that they already had, as MicroPython's
//! tests want it.

use crate::core::{EventLoop, Future, Task, Turn, cancel as cancel_future};
use crate::sched::Node;
use crate::vm::exc::HandlerResult;
use crate::vm::gc::{Gc, Loose, Native};
use crate::vm::{Exc, Obj, Type, call, ffi, handlers};
use ::core::cell::Cell;

/// The future; it begins with [`Future`].
#[repr(C)]
pub struct Gather {
    future: Future,
    /// A list of the children, which becomes the list of results.
    children: Cell<Obj>,
    /// Children that are not done, times four; plus [`RETURN_EXCEPTIONS`] and [`CANCELLED`].
    pending: Cell<usize>,
}

/// Exceptions of children are results.
const RETURN_EXCEPTIONS: usize = 1;
/// The gather itself was cancelled: that is how it ends, once all children have.
const CANCELLED: usize = 2;
/// One child in `pending`.
const CHILD: usize = 4;

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
    let list = call::list(aws.len())?;
    let children = call::list_items(list);
    gather.children.set(list);
    gather.pending.set(aws.len() * CHILD + if return_exceptions { RETURN_EXCEPTIONS } else { 0 });
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
        event_loop.wait_for_future(&node.get().node, unsafe { Gc::assume(place.get()) });
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
        let pending = gather.pending.get().wrapping_sub(CHILD);
        gather.pending.set(pending);
        match outcome {
            Err(exc) if pending & RETURN_EXCEPTIONS == 0 => gather.as_future().settle(event_loop, Err(exc)),
            _ if pending >= CHILD => {}
            _ if pending & CANCELLED != 0 => {
                gather.as_future().settle(event_loop, Err(Exc::cancelled(Obj::NONE)));
            }
            _ => gather.collect(event_loop),
        }
    }
}

/// `gather.cancel()`: cancels the children that are not done; their end is the gather's.
/// Returns whether there was one.
pub fn cancel(future: Gc<Future>) -> bool {
    let Some(gather) = Gc::<Gather>::exactly(future.obj()) else { return false };
    let mut any = false;
    for child in gather.children() {
        // Without a message nothing is allocated, so nothing fails.
        any |= cancel_future(child, Obj::NONE).unwrap_or(false);
    }
    if any {
        gather.pending.set(gather.pending.get() | CANCELLED);
    }
    any
}

handlers! {
    /// `gather(*aws, return_exceptions=False)`
    fn asyncio_gather_new(n: usize, aws: *const Obj, return_exceptions: bool) -> HandlerResult {
        // SAFETY: the glue's contract: `n` objects.
        let aws = if n == 0 { &[] } else { unsafe { ::core::slice::from_raw_parts(aws, n) } };
        new(aws, return_exceptions).into()
    }

    /// An exception is thrown into `await gather`. A cancellation is passed on to the children, and the await goes on
    /// until they have ended. Returns whether it goes on.
    fn asyncio_gather_throw(this: Obj, exc: Obj) -> bool {
        // SAFETY: the glue's contract.
        let future = unsafe { Gc::<Gather>::assume(this) }.as_future();
        let Ok(turn) = Turn::current() else { return false };
        let goes_on = !future.is_done() && Exc(exc).is_cancelled() && cancel(future);
        if goes_on {
            turn.park(this, &future.waiters);
        }
        goes_on
    }
}
