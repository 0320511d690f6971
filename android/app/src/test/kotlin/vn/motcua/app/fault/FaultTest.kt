package vn.motcua.app.fault

import androidx.compose.ui.test.junit4.createEmptyComposeRule
import org.junit.After
import org.junit.Rule
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

/** Somebody with the app's own window, and what every test of a fault asks of them. */
@RunWith(RobolectricTestRunner::class)
abstract class FaultTest {
    @get:Rule val screen = createEmptyComposeRule()
    protected val applicant by lazy { Applicant(screen) }
    protected val handset get() = applicant.handset
    protected val person get() = applicant.person
    protected val portal get() = applicant.portal

    @After fun close() = applicant.close()
}
