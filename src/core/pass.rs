// SPDX-License-Identifier: MIT
//! The loop at work: passes, and the turns of the nodes in them.
//!
//! The loop over the turns itself is in the C glue, behind one `nlr_push()`: it tells [`asyncio_next_turn`] how a
//! coroutine stopped, and continues the one that it gets.

use super::cancel::cancel_with;
use super::{EventLoop, Handle, State, Task};
use crate::compose::{gather, wait_for};
use crate::sched::{Instant, NodeRef};
use crate::vm::call::Resumed;
use crate::vm::exc::{Error, HandlerResult};
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
    pub(super) fn pass(self, patience_us: u64) -> Result<(), Exc> {
        self.look_outside(patience_us)?;
        self.batch.append(&self.ready);
        call::run_turns().inspect_err(|_| {
            // Who had no turn yet comes first the next time.
            self.batch.append(&self.ready);
            self.ready.append(&self.batch);
        })
    }

    /// Looks once at the clock, the interrupts and the streams.
    fn look_outside(self, patience_us: u64) -> Result<(), Exc> {
        let mut timeout = patience_us;
        if self.has_ready() || self.pending_flags.is_any() {
            timeout = 0;
        } else if let Some(node) = self.sleepers.peek() {
            let now = port::clock();
            self.wake_due(now);
            let left = node.deadline().since(Instant::from_us(now)).max(0).unsigned_abs();
            timeout = if self.has_ready() { 0 } else { timeout.min(left.into()) };
        }
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
            let (task, exc) = match (Task::from_node(node), State::of(&node.waiters)) {
                (Some(task), State::Ready) => (task, None),
                (Some(task), State::Throw) => {
                    let exc = Exc(task.data());
                    task.set_data(Obj::NONE);
                    (task, Some(exc))
                }
                _ => {
                    self.other_turn(node)?;
                    continue;
                }
            };
            State::Running.set(node);
            self.current.set(Some(task));
            return Ok(Some((task, exc)));
        }
        Ok(None)
    }

    /// The turn of a node that is not a task to continue.
    #[inline(never)]
    fn other_turn(self, node: NodeRef) -> Result<(), Exc> {
        let obj = Obj::from_ptr(node);
        if let Some(task) = Task::from_node(node) {
            if task.state() != State::Raised {
                return Ok(());
            }
            State::Retrieved.set(node);
            return self.report(Exc(task.data()), obj, false);
        }
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
        // As a rule it has been parked and yields.
        if how == Resumed::ASYNCIO_RESUME_YIELDED && task.state() != State::Running && !self.is_cancelled() {
            return Ok(());
        }
        self.end_unusual_turn(task, how, value)
    }

    #[inline(never)]
    fn end_unusual_turn(self, task: Gc<Task>, how: Resumed, value: Obj) -> Result<(), Exc> {
        match (how, self.take_cancellation()) {
            (Resumed::ASYNCIO_RESUME_YIELDED, cancellation) => {
                let parked = task.state() != State::Running;
                match cancellation {
                    None if value == Obj::NONE => self.park_forever(task),
                    None => self.throw(task, Error::ASYNCIO_ERR_BAD_YIELD.into()),
                    // It reaches the task where it is parked, as it would from outside.
                    Some(exc) if parked => drop(cancel_with(self, task.future(), exc)),
                    Some(exc) => self.throw(task, exc),
                }
                Ok(())
            }
            (Resumed::ASYNCIO_RESUME_RAISED, _) => self.end_task(task, Err(Exc(value))),
            // One that was told to cancel itself and returned instead counts as cancelled.
            (_, Some(exc)) => self.end_task(task, Err(exc)),
            (_, None) => self.end_task(task, Ok(value)),
        }
    }

    /// Ends a task.
    fn end_task(self, task: Gc<Task>, outcome: Result<Obj, Exc>) -> Result<(), Exc> {
        if task.state() != State::Running {
            // It had parked itself without yielding.
            self.unlink(&task.get().node);
        }
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
        let next = EventLoop::existing().map_or(Ok(None), |event_loop| {
            event_loop.end_turn(how, value)?;
            event_loop.next_turn()
        });
        let coro = next.map(|next| match next {
            Some((task, throw)) => {
                if let Some(throw) = throw {
                    // SAFETY: the glue's contract.
                    unsafe { *exc = throw.0 };
                }
                task.coro()
            }
            None => Obj::NULL,
        });
        coro.into()
    }
}
