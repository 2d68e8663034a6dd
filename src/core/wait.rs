// SPDX-License-Identifier: MIT
//! The one wait protocol.
//!
//! An awaitable's `iternext` is entered by the VM with the running task as the loop's current one. If it has to
//! wait it parks that task and answers [`Poll::PENDING`]; the VM then suspends the coroutine and the loop goes
//! on. Whoever ends the wait moves the task to the ready list. When the task runs again the VM enters the same
//! `iternext` once more. An awaitable that cannot tell from its own state that the wait is over asks
//! [`Turn::comes_back_from`]: the task's `data` still names what it was parked on.
//!
//! A task that was told to cancel itself while it ran is cancelled when its turn ends.

use super::{EventLoop, Future, State, Task};
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
    /// The loop, which has a current task.
    pub event_loop: Gc<EventLoop>,
}

impl Turn {
    /// The present turn.
    ///
    /// # Errors
    /// RuntimeError outside a task.
    pub fn current() -> Result<Turn, Exc> {
        match EventLoop::existing() {
            Some(event_loop) if event_loop.current().is_some() && !event_loop.is_elsewhere() => Ok(Turn { event_loop }),
            _ => Err(no_turn()),
        }
    }

    /// The running task.
    pub fn task(self) -> Gc<Task> {
        // SAFETY: `current` has seen it, and a turn is a value on the stack of one handler, during which nobody else's
        // turn begins or ends.
        unsafe { self.event_loop.current().unwrap_unchecked() }
    }

    /// Whether the task runs, and has not been parked in this turn.
    pub fn is_running(self) -> bool {
        self.task().state() == State::Running
    }

    /// Whether the task comes back from a wait on `on`. Says so once.
    pub fn comes_back_from(self, on: Obj) -> bool {
        let marked = self.task().data() == on && self.is_running();
        if marked {
            self.task().set_data(Obj::NONE);
        }
        marked
    }

    /// Takes the task, which is about to be parked, out of where it was parked before in the same turn
    /// (`queue_read()` without a yield): the later wait counts.
    #[inline(always)]
    fn leave(self) {
        if !self.is_running() {
            self.event_loop.unlink(&self.task().get().node);
        }
    }

    /// Parks the task until the object `target`, whose wait list is `waiters`, wakes it.
    pub fn park(self, target: Obj, waiters: &WaitList) -> Poll {
        self.leave();
        self.event_loop.block(&self.task().get().node, target, waiters);
        Poll::PENDING
    }

    /// Parks the task for `delay_us` microseconds (at most [`crate::sched::HORIZON`]) in the awaitable `on`.
    pub fn park_asleep(self, on: Obj, delay_us: u32) -> Poll {
        self.leave();
        self.task().set_data(on);
        self.event_loop.sleep(&self.task().get().node, delay_us);
        Poll::PENDING
    }

    /// Lets all other ready nodes have their turn before the task continues in the awaitable `on`.
    pub fn park_ready(self, on: Obj) -> Poll {
        self.leave();
        self.task().set_data(on);
        self.event_loop.make_ready(&self.task().get().node);
        Poll::PENDING
    }

    /// Waits for a future: its result once it is done.
    ///
    /// # Errors
    /// The future's exception; RuntimeError for a task that awaits itself.
    pub fn await_future(self, future: Gc<Future>) -> Result<Poll, Exc> {
        if future.is_done() {
            return future.result().map(Poll::ready);
        }
        if self.task().obj() == future.obj() {
            return Err(Error::ASYNCIO_ERR_AWAIT_SELF.into());
        }
        Ok(self.park(future.obj(), &future.waiters))
    }
}

/// Why there is no turn.
#[cold]
#[inline(never)]
fn no_turn() -> Exc {
    EventLoop::get().err().unwrap_or(Error::ASYNCIO_ERR_NO_RUNNING_LOOP.into())
}

/// The wait list of the object that a blocked node names in `data`.
pub(super) fn waiters_of(target: Obj) -> Option<&'static WaitList> {
    // SAFETY: only `EventLoop::block` writes an object there, and only objects that begin with a `Waitable`
    // and that the blocked node keeps alive.
    target.is_ptr().then(|| unsafe { &(*target.as_ptr::<Waitable>()).waiters })
}
