package vn.motcua.app

import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import vn.motcua.bridge.Core
import vn.motcua.bridge.Live

/** The app's one activity: every screen is drawn in it. */
class MainActivity : ComponentActivity() {
    private val keeper get() = (application as MotCuaApplication).keeper

    override fun onCreate(savedInstanceState: Bundle?) {
        enableEdgeToEdge()
        super.onCreate(savedInstanceState)
        setContent {
            val core by keeper.core.collectAsStateWithLifecycle()
            MaterialTheme {
                when (val live = core) {
                    Live.Loading -> Unit
                    is Live.Failed -> Text(live.words.cause)
                    is Live.Value -> Session(live.value)
                }
            }
        }
    }
}

@Composable
private fun Session(core: Core) {
    val session by remember(core) { core.session() }.collectAsStateWithLifecycle(Live.Loading)
    when (val live = session) {
        Live.Loading -> Unit
        is Live.Failed -> Text(live.words.cause)
        is Live.Value -> Text(live.value.text)
    }
}
