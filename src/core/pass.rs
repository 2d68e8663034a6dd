// SPDX-License-Identifier: MIT
//! The loop at work: passes, and the turns of the nodes in them.
//!
//! The loop over the turns itself is in the C glue, behind one `nlr_push()`: it asks [`asyncio_next_turn`] for a
//! coroutine, continues it, and tells [`asyncio_end_turn`] how it stopped.

use super::{EventLoop, Handle, State, Task};
use crate::compose::{gather, wait_for};
use crate::sched::{HORIZON, Instant, NodeRef};
use crate::vm::call::Resumed;
use crate::vm::exc::{Error, HandlerResult, Kind};
use crate::vm::gc::Gc;
use crate::vm::{Exc, Obj, call, handlers, port};

impl Gc<EventLoop> {
    /// Marks the loop as running until the guard is dropped.
    ///
    /// # Errors
    /// RuntimeError if it runs already.
    pub(super) fn start(self) -> Result<Guard, Exc> {
        if self.running.replace(true) {
            return Err(Error::ASYNCIO_ERR_ALREADY_RUNNING.into());
        }
        self.thread.set(port::thread_id());
        Ok(Guard { event_loop: self, _port: port::Running::enter() })
    }

    /// One pass: looks at what came from outside, waiting for it if nothing is ready and at most `patience_us`,
    /// then gives each ready node one turn.
    ///
    /// # Errors
    /// KeyboardInterrupt and the like; nothing is lost, the loop may go on.
    pub(super) fn pass(self, patience_us: Option<u64>) -> Result<(), Exc> {
        self.look_outside(patience_us)?;
        self.batch.append(&self.ready);
        call::run_turns().inspect_err(|_| {
            // Who had no turn yet comes first the next time.
            self.batch.append(&self.ready);
            self.ready.append(&self.batch);
        })
    }

    /// Looks once at the clock, the interrupts and the streams.
    fn look_outside(self, patience_us: Option<u64>) -> Result<(), Exc> {
        let timeout = if self.has_ready() || self.pending_flags.is_any() {
            Some(0)
        } else {
            match self.sleepers.peek() {
                None => patience_us,
                Some(node) => {
                    let now = port::clock();
                    self.wake_due(now);
                    let left = node.deadline().since(Instant::from_us(now)).max(0).unsigned_abs();
                    let left = if self.ready.is_empty() { u64::from(left) } else { 0 };
                    Some(left.min(patience_us.unwrap_or(HORIZON)))
                }
            }
        };
        self.poller.wait(self, timeout)?;
        self.pending_flags.wake(self);
        if self.sleepers.peek().is_some() {
            self.wake_due(port::clock());
        }
        Ok(())
    }

    /// Takes nodes out of the batch until there is a task to continue, which becomes the current one. Runs what is
    /// not a task. Returns the task and what to throw into it.
    fn next_turn(self) -> Result<Option<NextTurn>, Exc> {
        while let Some(node) = self.batch.pop_front() {
            let Some(task) = Task::from_node(node) else {
                self.run_other(node)?;
                continue;
            };
            let exc = match task.state() {
                State::Ready => None,
                State::Throw => {
                    let exc = Exc(task.data());
                    task.set_data(Obj::NONE);
                    Some(exc)
                }
                State::Raised => {
                    State::Retrieved.set(node);
                    self.report(Exc(task.data()), task.obj(), false)?;
                    continue;
                }
                _ => continue,
            };
            State::Running.set(node);
            self.current.set(Some(task));
            return Ok(Some((task, exc)));
        }
        Ok(None)
    }

    /// The turn of a node that is not a task.
    fn run_other(self, node: NodeRef) -> Result<(), Exc> {
        let obj = Obj::from_ptr(node);
        State::Pending.set(node);
        if let Some(handle) = Gc::<Handle>::exactly(obj) {
            return handle.run(self);
        }
        if let Some(child) = Gc::<gather::Child>::exactly(obj) {
            child.done(self);
        } else if let Some(wait_for) = Gc::<wait_for::WaitFor>::exactly(obj) {
            wait_for.child_done(self);
        }
        Ok(())
    }

    /// The current task's coroutine has stopped.
    fn end_turn(self, how: Resumed, value: Obj) -> Result<(), Exc> {
        let Some(task) = self.current.get() else { return Ok(()) };
        self.current.set(None);
        match how {
            Resumed::ASYNCIO_RESUME_YIELDED => {
                match task.state() {
                    State::RunningCancelled => self.throw(task, task.take_cancellation()),
                    State::Running if value == Obj::NONE => self.park_forever(task),
                    State::Running => self.throw(task, Error::ASYNCIO_ERR_BAD_YIELD.into()),
                    _ => {}
                }
                Ok(())
            }
            Resumed::ASYNCIO_RESUME_RETURNED => self.end_task(task, Ok(value)),
            Resumed::ASYNCIO_RESUME_RAISED => self.end_task(task, Err(Exc(value))),
        }
    }

    /// Ends a task. One that was told to cancel itself and returned instead counts as cancelled.
    fn end_task(self, task: Gc<Task>, outcome: Result<Obj, Exc>) -> Result<(), Exc> {
        let outcome = match (task.state(), outcome) {
            (State::RunningCancelled, Ok(_)) => Err(task.take_cancellation()),
            (State::RunningCancelled | State::Running, outcome) => outcome,
            (_, outcome) => {
                // It had parked itself without yielding.
                self.unlink(&task.get().node);
                outcome
            }
        };
        self.alive.set(self.alive.get().wrapping_sub(1));
        task.future().settle(self, outcome);
        let Err(exc) = outcome else { return Ok(()) };
        if exc.is_fatal() {
            State::Retrieved.set(&task.node);
            return Err(exc);
        }
        if exc.is_cancelled() {
            State::Retrieved.set(&task.node);
        } else {
            // Behind all who were woken: its turn comes after they could retrieve the exception.
            self.ready.push_back(&task.get().node);
        }
        Ok(())
    }
}

/// A task to continue, and what to throw into it.
type NextTurn = (Gc<Task>, Option<Exc>);

/// The loop runs until this is dropped.
pub(super) struct Guard {
    event_loop: Gc<EventLoop>,
    _port: port::Running,
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.event_loop.running.set(false);
    }
}

handlers! {
    /// A coroutine has stopped; the next one to continue in this pass.
    fn asyncio_next_turn(how: Resumed, value: Obj, exc: *mut Obj) -> HandlerResult {
        let Some(event_loop) = EventLoop::existing() else { return Ok(Obj::NULL).into() };
        match event_loop.end_turn(how, value).and_then(|()| event_loop.next_turn()) {
            Ok(Some((task, throw))) => {
                if let Some(throw) = throw {
                    // SAFETY: the glue's contract.
                    unsafe { *exc = throw.0 };
                }
                HandlerResult::new(Kind::ASYNCIO_PENDING, task.coro())
            }
            Ok(None) => Ok(Obj::NULL).into(),
            Err(Exc(fatal)) => HandlerResult::new(Kind::ASYNCIO_RAISE, fatal),
        }
    }
}
