// SPDX-License-Identifier: MIT
//! Waiting for time, for several things, and for things with a limit. One file each.

pub mod gather;
pub mod sleep;
pub mod wait_for;
