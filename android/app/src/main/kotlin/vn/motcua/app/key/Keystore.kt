package vn.motcua.app.key

import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.StrongBoxUnavailableException
import android.security.keystore.UserNotAuthenticatedException
import vn.motcua.bridge.PlatformException
import vn.motcua.bridge.PlatformFailed
import vn.motcua.bridge.PlatformLocked
import vn.motcua.bridge.PlatformLost
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.UnrecoverableKeyException

/** The phone's key store. Its keys are made in secure hardware and never leave it; a restored backup doesn't have them. */
internal const val ANDROID_KEYSTORE = "AndroidKeyStore"

internal fun androidKeystore(): KeyStore = KeyStore.getInstance(ANDROID_KEYSTORE).apply { load(null) }

/**
 * Makes a key in the phone's separate security chip where it has one, else in its trusted environment. [make] gets the finished specification of
 * [builder].
 */
internal fun <K> inStrongBoxIfThere(
    builder: () -> KeyGenParameterSpec.Builder,
    make: (KeyGenParameterSpec) -> K,
): K {
    if (Build.VERSION.SDK_INT < Build.VERSION_CODES.P) return make(builder().build())
    return try {
        make(builder().setIsStrongBoxBacked(true).build())
    } catch (_: StrongBoxUnavailableException) {
        make(builder().build())
    }
}

/**
 * What a refusal of the key store means to the core: a key that is no more or doesn't fit is lost, one that can't be used while the phone is [locked]
 * is locked, and anything else may work next time. Text of the exception stays here: it may name an alias.
 */
internal fun <T> keystore(
    locked: () -> Boolean,
    call: () -> T,
): T =
    try {
        call()
    } catch (known: PlatformException) {
        throw known
    } catch (refused: GeneralSecurityException) {
        throw meaning(refused, locked)
    } catch (_: IllegalArgumentException) {
        // What was handed in was never made here.
        throw PlatformLost()
    }

private fun meaning(
    refused: GeneralSecurityException,
    locked: () -> Boolean,
): PlatformException =
    when {
        refused is UserNotAuthenticatedException -> PlatformLocked()
        refused is KeyPermanentlyInvalidatedException || refused is UnrecoverableKeyException -> PlatformLost()
        refused is javax.crypto.BadPaddingException -> PlatformLost()
        locked() -> PlatformLocked()
        else -> PlatformFailed()
    }
