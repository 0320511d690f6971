//! One form scenario: a script of actions on a form, and checks in between.
//!
//! A scenario names its `form`, optional `resources` and `steps`; a step is an action (`op`: load, answer, add_repeat,
//! remove_repeat, set_language, next, prev, jump_start, new_instance, serialize_restore, restore_payload, edit_instance) or a check
//! (`expect` with its `kind`). `final` is how the answers stand after the last step. `{uuid}` and `{any}` in an expected text stand
//! for anything of their kind.
//!
//! `player` carries out actions, `check` looks, `events` knows where one can stand in a form, `compare` tells texts apart.

mod check;
mod compare;
mod events;
mod members;
mod player;
mod seen;

use motcua_form::Env;
use serde_json::Value;

use self::player::Player;
use crate::differences::{Otherwise, PAGE};

/// What came of a scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Played {
    /// What went otherwise than the scenario says; nothing when all went as it says.
    pub differences: Vec<Otherwise>,
    /// Why it wasn't played to its end.
    pub stopped: Option<String>,
}

/// Plays a scenario on its form's text.
///
/// A step `restore_payload` hands in answers that the material doesn't have: nothing after it can be played.
#[must_use]
pub fn play(scenario: &Value, form: &str, env: &Env) -> Played {
    let mut player = Player::new(scenario, form, env);
    for step in scenario["steps"].as_array().into_iter().flatten() {
        for member in members::unknown(step) {
            player.differ(format!("there is no member {member}"));
        }
        match step["op"].as_str() {
            Some("restore_payload") => {
                return Played {
                    differences: player.differences,
                    stopped: Some(format!(
                        "the answers that are handed in aren't recorded: {PAGE}#payload-not-recorded"
                    )),
                };
            }
            Some(op) => player.act(op, step),
            None => player.check(step),
        }
        if player.is_without_form() {
            break;
        }
    }
    end(&mut player, &scenario["final"]);
    Played {
        differences: player.differences,
        stopped: None,
    }
}

fn end(player: &mut Player<'_>, end: &Value) {
    for member in members::unknown_at_end(end) {
        player.differ(format!("there is no member {member} in final"));
    }
    player.check_end(end);
    if player.checks == 0 {
        player.differ("the scenario checks nothing".to_owned());
    }
}
