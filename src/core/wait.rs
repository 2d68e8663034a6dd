// SPDX-License-Identifier: MIT
//! The one wait protocol.
//!
//! An awaitable's `iternext` is entered by the VM with the running task as the loop's current one. If it has to
//! wait it parks that task and answers [`Poll::Pending`]; the VM then suspends the coroutine and the loop goes
//! on. Whoever ends the wait moves the task to the ready list. When the task runs again the VM enters the same
//! `iternext` once more. An awaitable that cannot tell from its own state that the wait is over asks
//! [`take_wake_mark`]: the task's `data` still names what it was parked on.
//!
//! A task that was told to cancel itself is not parked but scheduled to be thrown into.

use super::{EventLoop, Future, State, Task};
use crate::sched::WaitList;
use crate::vm::exc::Error;
use crate::vm::{Exc, Gc, Obj, Poll};

/// What all objects that can be waited for begin with.
#[repr(C)]
pub struct Waitable {
    base: usize,
    /// Who waits.
    pub waiters: WaitList,
}

/// The loop and its running task.
///
/// # Errors
/// RuntimeError outside a task.
fn running() -> Result<(Gc<EventLoop>, Gc<Task>), Exc> {
    let event_loop = EventLoop::get()?;
    match event_loop.current() {
        Some(task) => Ok((event_loop, task)),
        None => Err(Error::ASYNCIO_ERR_NO_RUNNING_LOOP.into()),
    }
}

/// Prepares the running task for being parked. False: it is scheduled to be thrown into instead.
fn leave(event_loop: Gc<EventLoop>, task: Gc<Task>) -> bool {
    match task.state() {
        State::Running => true,
        State::RunningCancelled => {
            event_loop.throw(task, task.take_cancellation());
            false
        }
        // Parked before in the same turn (`queue_read()` without a yield): the later wait counts.
        _ => {
            event_loop.unlink(&task.as_ref().node);
            true
        }
    }
}

/// Parks the running task until the object `target`, whose wait list is `waiters`, wakes it.
///
/// # Errors
/// RuntimeError outside a task.
pub fn park(target: Obj, waiters: &WaitList) -> Result<Poll, Exc> {
    let (event_loop, task) = running()?;
    if leave(event_loop, task) {
        event_loop.block(&task.as_ref().node, target, waiters);
    }
    Ok(Poll::Pending)
}

/// Parks the running task for `delay_us` microseconds (at most [`crate::sched::HORIZON`]) in the awaitable `on`.
///
/// # Errors
/// RuntimeError outside a task.
pub fn park_asleep(on: Obj, delay_us: u32) -> Result<Poll, Exc> {
    let (event_loop, task) = running()?;
    if leave(event_loop, task) {
        task.set_data(on);
        event_loop.sleep(&task.as_ref().node, delay_us);
    }
    Ok(Poll::Pending)
}

/// Lets all other ready nodes have their turn before the running task continues in the awaitable `on`.
///
/// # Errors
/// RuntimeError outside a task.
pub fn park_ready(on: Obj) -> Result<Poll, Exc> {
    let (event_loop, task) = running()?;
    if leave(event_loop, task) {
        task.set_data(on);
        event_loop.make_ready(&task.as_ref().node);
    }
    Ok(Poll::Pending)
}

/// Whether the running task comes back from a wait on `on`. Says so once.
pub fn take_wake_mark(on: Obj) -> bool {
    match EventLoop::existing().and_then(|l| l.current()) {
        Some(task) if task.data() == on && matches!(task.state(), State::Running | State::RunningCancelled) => {
            task.set_data(Obj::NONE);
            true
        }
        _ => false,
    }
}

/// `await future`: the result once it is done.
///
/// # Errors
/// The future's exception; RuntimeError outside a task and for a task that awaits itself.
pub fn await_future(future: Gc<Future>) -> Result<Poll, Exc> {
    if future.is_done() {
        return future.result().map(Poll::Ready);
    }
    if EventLoop::existing().and_then(|l| l.current()).is_some_and(|t| t.obj() == future.obj()) {
        return Err(Error::ASYNCIO_ERR_AWAIT_SELF.into());
    }
    park(future.obj(), &future.waiters)
}

impl Gc<Task> {
    /// Takes the exception that `cancel()` left for the running task.
    pub(super) fn take_cancellation(self) -> Exc {
        Exc(Obj::from_ptr(self.node.take_aside()))
    }
}

/// The wait list of the object that a blocked node names in `data`.
pub(super) fn waiters_of(target: Obj) -> Option<&'static WaitList> {
    // SAFETY: only `EventLoop::block` writes an object there, and only objects that begin with a `Waitable`
    // and that the blocked node keeps alive.
    target.is_ptr().then(|| unsafe { &(*target.as_ptr::<Waitable>()).waiters })
}
