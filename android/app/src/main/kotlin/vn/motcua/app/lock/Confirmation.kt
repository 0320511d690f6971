package vn.motcua.app.lock

import android.app.Activity
import android.app.KeyguardManager
import android.content.Intent
import android.hardware.biometrics.BiometricManager.Authenticators.BIOMETRIC_WEAK
import android.hardware.biometrics.BiometricManager.Authenticators.DEVICE_CREDENTIAL
import android.hardware.biometrics.BiometricPrompt
import android.os.Build
import android.os.CancellationSignal
import androidx.activity.ComponentActivity
import androidx.activity.result.contract.ActivityResultContracts.StartActivityForResult
import androidx.annotation.RequiresApi

/**
 * Asks the person to show that the phone is theirs: by finger, face or the phone's own PIN, whichever they have set up. The system asks; the app learns
 * yes or no. Make it while the activity is created.
 */
class Confirmation(
    private val activity: ComponentActivity,
    private val onConfirmed: () -> Unit,
) {
    private val keyguard = activity.getSystemService(KeyguardManager::class.java)
    private val asked =
        activity.registerForActivityResult(StartActivityForResult()) { if (it.resultCode == Activity.RESULT_OK) onConfirmed() }

    /** Asks under [title]. Turned down, nothing happens: the lock stays and can ask again. */
    fun ask(title: String) {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) return byPrompt(title)
        @Suppress("DEPRECATION") // Android 11 brought what replaces it.
        val question: Intent? = keyguard.createConfirmDeviceCredentialIntent(title, null)
        // Nothing to ask by: the lock was taken off the phone meanwhile.
        if (question == null) onConfirmed() else asked.launch(question)
    }

    @RequiresApi(Build.VERSION_CODES.R)
    private fun byPrompt(title: String) {
        val answered =
            object : BiometricPrompt.AuthenticationCallback() {
                override fun onAuthenticationSucceeded(result: BiometricPrompt.AuthenticationResult) = onConfirmed()

                override fun onAuthenticationError(
                    code: Int,
                    text: CharSequence,
                ) {
                    if (code == BiometricPrompt.BIOMETRIC_ERROR_NO_DEVICE_CREDENTIAL) onConfirmed()
                }
            }
        BiometricPrompt
            .Builder(activity)
            .setTitle(title)
            .setAllowedAuthenticators(BIOMETRIC_WEAK or DEVICE_CREDENTIAL)
            .build()
            .authenticate(CancellationSignal(), activity.mainExecutor, answered)
    }
}
