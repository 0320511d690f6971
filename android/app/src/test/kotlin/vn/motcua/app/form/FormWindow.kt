package vn.motcua.app.form

import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.activity.viewModels
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.graphics.ImageBitmap
import androidx.lifecycle.createSavedStateHandle
import androidx.lifecycle.viewmodel.compose.LocalViewModelStoreOwner
import androidx.lifecycle.viewmodel.initializer
import androidx.lifecycle.viewmodel.viewModelFactory
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.runBlocking
import vn.motcua.app.MotCuaApplication
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.LocalEntry
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.PickedFile
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.PlatformActions
import vn.motcua.ui.nav.Position
import vn.motcua.ui.nav.Window
import vn.motcua.ui.nav.observed
import vn.motcua.ui.screen.form.FormRoute
import vn.motcua.ui.screen.review.ReviewRoute

/** A window that shows the form and its review alone, over the test's own core; what the system would do, [Hands] does. */
class FormWindow : ComponentActivity() {
    val navigator: Navigator by viewModels { viewModelFactory { initializer { Navigator(createSavedStateHandle()) } } }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        val core = runBlocking { checkNotNull((application as MotCuaApplication).keeper.opened()) }
        setContent { Window(core.words.observed(), Hands) { Shown(core) } }
    }

    @Composable
    private fun Shown(core: Core) {
        val entry = navigator.top
        CompositionLocalProvider(LocalEntry provides entry, LocalViewModelStoreOwner provides entry) {
            when (val place = entry.place) {
                is Place.Form -> FormRoute(core, navigator, place.draftId, place.page)
                is Place.Review -> ReviewRoute(core, navigator, place.draftId)
                else -> Unit
            }
        }
    }
}

/** The system as the test has it: gives the file that [file] says. Robolectric has no camera, no file chooser, no place. */
object Hands : PlatformActions {
    @Volatile var file: PickedFile? = null

    @Volatile var position: Position? = null

    /** Whether whoever asks for a photo never hears of it: the window goes away behind the camera. */
    @Volatile var isGone = false

    /** The picture that a screen wanted to draw last. */
    @Volatile var drawn: ByteArray? = null

    override val canScanCodes = false

    override suspend fun pickFile(accept: List<String>) = file

    override suspend fun takePhoto() = if (isGone) awaitCancellation() else file

    override suspend fun lateFile() = file

    override suspend fun picture(path: String): ImageBitmap? = null

    override suspend fun picture(
        bytes: ByteArray,
        longest: Int,
    ): ImageBitmap? {
        drawn = bytes
        return null
    }

    override suspend fun scanCode(): String? = null

    override suspend fun here() = position

    override fun openUrl(url: String) = false

    override suspend fun saveFile(
        path: String,
        name: String,
    ) = false

    override fun scratchFile(name: String) = error("nothing is saved here")

    override suspend fun askToNotify() = false

    override fun openAppUpdate() = false

    override fun openNetworkSettings() = false

    override fun openStorageSettings() = false
}
