// SPDX-License-Identifier: MIT
//! The one wait protocol.
//!
//! An awaitable's `iternext` is entered by the VM with the running task as the loop's current one. If it has to
//! wait it parks that task and answers [`Poll::Pending`]; the VM then suspends the coroutine and the loop goes
//! on. Whoever ends the wait moves the task to the ready list. When the task runs again the VM enters the same
//! `iternext` once more. An awaitable that cannot tell from its own state that the wait is over asks
//! [`Turn::comes_back_from`]: the task's `data` still names what it was parked on.
//!
//! A task that was told to cancel itself while it ran is cancelled as soon as it is parked.

use super::{EventLoop, Future, State, Task, cancel};
use crate::sched::WaitList;
use crate::vm::exc::Error;
use crate::vm::{Exc, Gc, Obj, Poll};

/// What all objects that can be waited for begin with.
#[repr(C)]
struct Waitable {
    base: usize,
    /// Who waits.
    waiters: WaitList,
}

/// The running task's turn: what an awaitable works with when the VM enters it.
#[derive(Clone, Copy)]
pub struct Turn {
    /// The loop.
    pub event_loop: Gc<EventLoop>,
    /// The running task.
    pub task: Gc<Task>,
}

impl Turn {
    /// The present turn.
    ///
    /// # Errors
    /// RuntimeError outside a task.
    pub fn current() -> Result<Turn, Exc> {
        let event_loop = EventLoop::get()?;
        match event_loop.current() {
            Some(task) => Ok(Turn { event_loop, task }),
            None => Err(Error::ASYNCIO_ERR_NO_RUNNING_LOOP.into()),
        }
    }

    /// Whether the task runs, and has not been parked in this turn.
    pub fn is_running(self) -> bool {
        matches!(self.task.state(), State::Running | State::RunningCancelled)
    }

    /// Whether the task comes back from a wait on `on`. Says so once.
    pub fn comes_back_from(self, on: Obj) -> bool {
        let marked = self.task.data() == on && self.is_running();
        if marked {
            self.task.set_data(Obj::NONE);
        }
        marked
    }

    /// Prepares the task for being parked. Returns the exception of a task that was told to cancel itself.
    fn leave(self) -> Option<Exc> {
        match self.task.state() {
            State::Running => None,
            State::RunningCancelled => Some(self.task.take_cancellation()),
            // Parked before in the same turn (`queue_read()` without a yield): the later wait counts.
            _ => {
                self.event_loop.unlink(&self.task.get().node);
                None
            }
        }
    }

    /// The task is parked: a cancellation reaches it there, as it would from outside.
    fn parked(self, cancellation: Option<Exc>) -> Poll {
        if let Some(exc) = cancellation {
            cancel::cancel_with(self.event_loop, self.task.future(), exc);
        }
        Poll::Pending
    }

    /// Parks the task until the object `target`, whose wait list is `waiters`, wakes it.
    pub fn park(self, target: Obj, waiters: &WaitList) -> Poll {
        let cancellation = self.leave();
        self.event_loop.block(&self.task.get().node, target, waiters);
        self.parked(cancellation)
    }

    /// Parks the task for `delay_us` microseconds (at most [`crate::sched::HORIZON`]) in the awaitable `on`.
    pub fn park_asleep(self, on: Obj, delay_us: u32) -> Poll {
        let cancellation = self.leave();
        self.task.set_data(on);
        self.event_loop.sleep(&self.task.get().node, delay_us);
        self.parked(cancellation)
    }

    /// Lets all other ready nodes have their turn before the task continues in the awaitable `on`.
    pub fn park_ready(self, on: Obj) -> Poll {
        let cancellation = self.leave();
        self.task.set_data(on);
        self.event_loop.make_ready(&self.task.get().node);
        self.parked(cancellation)
    }

    /// Waits for a future: its result once it is done.
    ///
    /// # Errors
    /// The future's exception; RuntimeError for a task that awaits itself.
    pub fn await_future(self, future: Gc<Future>) -> Result<Poll, Exc> {
        if future.is_done() {
            return future.result().map(Poll::Ready);
        }
        if self.task.obj() == future.obj() {
            return Err(Error::ASYNCIO_ERR_AWAIT_SELF.into());
        }
        Ok(self.park(future.obj(), &future.waiters))
    }
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
