// SPDX-License-Identifier: MIT
//! `asyncio.wait_for()`: an awaitable with a time limit. CPython's behaviour.
//!
//! The awaiting task itself sleeps until the limit; this object's node waits for the child's end and then ends
//! that sleep. There is no helper task. Being cancelled cancels the child.

use crate::core::{EventLoop, Future, State, Task, Turn, cancel};
use crate::sched::{LongDelay, Node};
use crate::vm::exc::{Error, HandlerResult};
use crate::vm::gc::{Gc, Loose, Native};
use crate::vm::{Exc, Obj, Poll, Type, call, ffi, handlers};
use ::core::cell::Cell;

/// The awaitable, and a waiter of its child.
#[repr(C)]
pub struct WaitFor {
    node: Node,
    /// The awaitable, before the first turn.
    awaitable: Cell<Obj>,
    /// The child, afterwards.
    child: Loose<Future>,
    /// The task that awaits.
    owner: Loose<Task>,
    /// What is left of the time; meaningless once timed out.
    left: Cell<LongDelay>,
    timed_out: Cell<bool>,
}

// SAFETY: begins with the type, zero is an object with nothing to await; allocated below only.
unsafe impl Native for WaitFor {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_wait_for }
    }
}

impl Gc<WaitFor> {
    fn poll(self) -> Result<Poll, Exc> {
        let turn = Turn::current()?;
        let Some(child) = self.child.get() else { return self.begin(turn) };
        match (child.is_done(), self.timed_out.get()) {
            (false, false) if self.left.get().is_over() => self.time_out(turn, child),
            (false, false) => Ok(self.sleep(turn)),
            (false, true) => turn.await_future(child),
            (true, false) => {
                self.let_go(turn.event_loop);
                child.result().map(Poll::ready)
            }
            // In time after all, or it swallowed the cancellation: too late either way. Its own error counts.
            (true, true) => match child.result() {
                Err(exc) if !exc.is_cancelled() => Err(exc),
                _ => Err(Error::ASYNCIO_ERR_TIMEOUT.into()),
            },
        }
    }

    /// The first turn: makes the awaitable a task and starts to wait.
    fn begin(self, turn: Turn) -> Result<Poll, Exc> {
        let awaitable = self.awaitable.get().non_null().ok_or(Error::ASYNCIO_ERR_WAIT_FOR_REUSED)?;
        self.awaitable.set(Obj::NULL);
        let child = Task::promote(turn.event_loop, awaitable)?;
        if child.obj() == turn.task().obj() {
            return Err(Error::ASYNCIO_ERR_AWAIT_SELF.into());
        }
        self.child.set(Some(child));
        self.owner.set(Some(turn.task()));
        if child.is_done() {
            return child.result().map(Poll::ready);
        }
        if self.left.get().is_over() {
            return self.time_out(turn, child);
        }
        turn.event_loop.block(&self.get().node, child.obj(), &child.waiters);
        Ok(self.sleep(turn))
    }

    /// Puts the owner to sleep for the next stretch of the time that is left.
    fn sleep(self, turn: Turn) -> Poll {
        let mut left = self.left.get();
        let stretch = left.next_stretch();
        self.left.set(left);
        turn.park_asleep(self.obj(), stretch)
    }

    /// The time is over: cancels the child and waits for its end.
    fn time_out(self, turn: Turn, child: Gc<Future>) -> Result<Poll, Exc> {
        self.let_go(turn.event_loop);
        self.timed_out.set(true);
        cancel(child, Obj::NONE)?;
        if child.is_done() { self.poll() } else { turn.await_future(child) }
    }

    /// Takes the node from among the child's waiters.
    fn let_go(self, event_loop: Gc<EventLoop>) {
        event_loop.unlink(&self.get().node);
        State::Pending.set(&self.node);
    }

    /// The loop runs the node: the child is done. Ends the owner's sleep if it is still in it.
    pub fn child_done(self, event_loop: Gc<EventLoop>) {
        if let (Some(owner), Some(child)) = (self.owner.get(), self.child.get())
            && owner.state() == State::Sleeping
            && owner.data() == self.obj()
        {
            event_loop.wake(&owner.get().node);
            // The owner gets the child's exception in its next turn; that of the child's report is before.
            child.mark_retrieved();
        }
    }
}

/// `wait_for(aw, timeout)`.
fn new(awaitable: Obj, timeout_us: u64) -> Result<Obj, Exc> {
    let wait_for = Gc::<WaitFor>::new()?;
    // Fails here and not at the await if it is no awaitable at all.
    let awaitable = if Future::from_obj(awaitable).is_some() { awaitable } else { call::coroutine(awaitable)? };
    wait_for.awaitable.set(awaitable);
    wait_for.left.set(LongDelay::from_us(timeout_us));
    Ok(wait_for.obj())
}

handlers! {
    /// `wait_for(aw, timeout)`
    fn asyncio_wait_for_new(aw: Obj, timeout_us: u64) -> HandlerResult {
        new(aw, timeout_us).into()
    }

    /// `await wait_for(...)`
    fn asyncio_wait_for_await(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { Gc::<WaitFor>::assume(this).poll() }.into()
    }

    /// An exception is thrown into `await wait_for(...)`: the child is cancelled.
    fn asyncio_wait_for_throw(this: Obj) {
        // SAFETY: the glue's contract.
        let wait_for = unsafe { Gc::<WaitFor>::assume(this) };
        if let Some(event_loop) = EventLoop::existing() {
            wait_for.let_go(event_loop);
        }
        if let Some(child) = wait_for.child.get() {
            // Without a message nothing is allocated, so nothing fails.
            let _ = cancel(child, Obj::NONE);
        }
    }
}
