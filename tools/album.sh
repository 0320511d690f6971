# shellcheck shell=bash
# The album: a picture of every screen and state of the Android app, and in tests/goldens/album.txt what changed since somebody looked.
#
# The real Activity runs under Robolectric over the real library and a live portal, both languages, light and dark, letters at 100 and 200 %. The
# calendar stands still meanwhile (tools/album/clock.c), so that a picture is the same on every run.

ALBUM_GOLDEN=tests/goldens/album.txt

# album [--accept]
album() {
  (($# == 0)) || [[ $# == 1 && $1 == --accept ]] || die 'usage: ./dev album [--accept]'
  prepare album
  take_pictures
  say "the album: $TARGET/album/index.html"
  if [[ ${1:-} == --accept ]]; then
    cp "$TARGET/album/album.txt" "$ROOT/$ALBUM_GOLDEN"
    say "accepted: $ALBUM_GOLDEN"
  else
    compare_album
  fi
}

# In a deep run.
suite_album() { take_pictures && compare_album; }

take_pictures() {
  local folder=$TARGET/album fork
  rm -rf "$folder" && mkdir -p "$folder"
  cc -O2 -shared -fPIC -Wall -Wextra -o "$folder/libmotcua-clock.so" "$ROOT/tools/album/clock.c"
  for fork in 1 2; do head -c 8 /dev/zero >"$folder/clock-$fork"; done
  with_progress 'generating Kotlin' generate kotlin "$TARGET/generated/kotlin"
  maven "$ROOT/android/pom.xml" "-Dbindings.folder=$TARGET/generated/kotlin" -Palbum "-Dalbum.folder=$folder" -pl app -am \
    '-Dtest=*Album' -Dsurefire.failIfNoSpecifiedTests=false test
  cat "$folder"/*.part.txt >"$folder/album.txt"
  album_index "$folder" >"$folder/index.html"
}

# A changed screen is a changed line.
compare_album() {
  diff -uN "$ROOT/$ALBUM_GOLDEN" "$TARGET/album/album.txt" || {
    say "the screens aren't those of $ALBUM_GOLDEN: look at $TARGET/album/index.html, then ./dev album --accept"
    return 1
  }
  say "the screens are those of $ALBUM_GOLDEN"
}

album_index() {
  cat <<'HTML'
<!doctype html><html lang="en"><meta charset="utf-8"><title>Một Cửa: the album</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; background: #eceff0; color: #14201f }
section { background: #fff; border-radius: 12px; padding: 1rem 1.5rem; margin: 1.5rem 0 }
section > div { display: flex; gap: 1rem; align-items: flex-start; overflow-x: auto }
figure { margin: 0; flex: 0 0 18rem } img { width: 100%; border: 1px solid #bcc } figcaption { font-size: 12px; color: #566 }
h2 { font-size: 1.1rem } nav { columns: 5 12rem } li { white-space: pre-wrap }
</style><h1>Một Cửa: the album</h1><p>Under each scene the order in which a screen reader comes upon it.</p><nav>
HTML
  sed -nE 's#.*<section id="([^"]+)">.*#<a href="\#\1">\1</a><br>#p' "$1"/*.part.html
  echo '</nav>'
  cat "$1"/*.part.html
}
