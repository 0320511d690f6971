package vn.motcua.app.album

import androidx.compose.ui.test.junit4.createEmptyComposeRule
import org.junit.Rule
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import vn.motcua.app.TestApplication
import vn.motcua.bridge.NetworkState

/** A part of the album: its pictures stand under [part]. It begins on a phone without network. */
@RunWith(RobolectricTestRunner::class)
@Config(application = AlbumApplication::class)
abstract class AlbumPart(
    private val part: String,
) {
    @get:Rule val screen = createEmptyComposeRule()
    internal val stage by lazy { Stage(screen, part) }
    internal val person by lazy { Person(stage.core) }

    /** Plays the scenes, and tells what was wrong with their pictures. */
    protected fun play(scenes: () -> Unit) =
        stage.use {
            TestApplication.Network.now = NetworkState.OFFLINE
            scenes()
        }
}
