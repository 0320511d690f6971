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
mod player;

use motcua_form::Env;
use serde_json::Value;

use self::player::Player;

/// Plays a scenario on its form's text. What went otherwise than the scenario says, in words; nothing when all went as it says.
#[must_use]
pub fn play(scenario: &Value, form: &str, env: &Env) -> Vec<String> {
    let mut player = Player::new(scenario, form, env);
    for step in scenario["steps"].as_array().into_iter().flatten() {
        match step["op"].as_str() {
            Some(op) => player.act(op, step),
            None => player.check(step),
        }
        if player.is_without_form() {
            break;
        }
    }
    player.check_end(&scenario["final"]);
    if player.checks == 0 {
        player.differ("the scenario checks nothing".to_owned());
    }
    player.differences
}
