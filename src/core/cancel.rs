// SPDX-License-Identifier: MIT
//! Cancellation. CPython's behaviour.

use super::{EventLoop, Future, State, Task};
use crate::compose::gather;
use crate::vm::gc::Native;
use crate::vm::{Exc, Gc, Obj};

/// `future.cancel(msg)`: whether there was something to cancel.
///
/// A plain future ends cancelled. A task is thrown a CancelledError: at its next await if it is running, else
/// in its next turn. A task that waits for another one passes the request on, and goes on as that one ends.
///
/// # Errors
/// MemoryError for the message; RuntimeError in a thread that is not the loop's.
pub fn cancel(future: Gc<Future>, msg: Obj) -> Result<bool, Exc> {
    if future.is_done() {
        return Ok(false);
    }
    Ok(cancel_with(EventLoop::get()?, future, Exc::cancelled(msg)))
}

/// The same for a future that is not done, with the exception.
pub(super) fn cancel_with(event_loop: Gc<EventLoop>, future: Gc<Future>, exc: Exc) -> bool {
    let mut target = future;
    // Tasks may wait for each other in a circle; then one of them is thrown into.
    let mut steps = event_loop.alive();
    loop {
        let Some(task) = Gc::<Task>::exactly(target.obj()) else {
            if target.obj().is_exactly(Future::ty()) {
                target.settle(event_loop, Err(exc));
                target.mark_retrieved();
                return true;
            }
            return gather::cancel(target);
        };
        match (task.state(), awaited(task)) {
            (State::Running, _) => {
                event_loop.cancel_current(exc);
                return true;
            }
            (State::Blocked, Some(next)) if steps > 0 => target = next,
            _ => {
                event_loop.throw(task, exc);
                return true;
            }
        }
        steps -= 1;
    }
}

/// The task or plain future that a blocked task waits for. (A gather is not passed on: it cancels its children
/// when it is thrown into.)
fn awaited(task: Gc<Task>) -> Option<Gc<Future>> {
    let target = task.data();
    let forwards = target.is_exactly(Task::ty()) || target.is_exactly(Future::ty());
    // SAFETY: both types begin with a future's layout.
    forwards.then(|| unsafe { Gc::assume(target) })
}
