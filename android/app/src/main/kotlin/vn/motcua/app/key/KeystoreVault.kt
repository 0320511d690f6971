package vn.motcua.app.key

import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties.BLOCK_MODE_GCM
import android.security.keystore.KeyProperties.ENCRYPTION_PADDING_NONE
import android.security.keystore.KeyProperties.KEY_ALGORITHM_AES
import android.security.keystore.KeyProperties.PURPOSE_DECRYPT
import android.security.keystore.KeyProperties.PURPOSE_ENCRYPT
import vn.motcua.bridge.KeyVault
import vn.motcua.bridge.PlatformLost
import java.security.KeyStore
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Seals the accounts' data keys under AES keys of the phone's own, one for each alias.
 *
 * `…/background` works once the phone was unlocked after its start, as all of an app's storage does. `…/private` works only while the phone is
 * unlocked: the system enforces it from Android 9 on; before, the core's own lock is all there is.
 *
 * Sealed: 12 bytes that the key store chose, then AES-256-GCM's output. The alias is bound in: what was sealed under one opens under no other.
 */
class KeystoreVault(
    private val locked: () -> Boolean,
) : KeyVault {
    private val keys: KeyStore by lazy { androidKeystore() }

    override fun wrap(
        alias: String,
        secret: ByteArray,
    ): ByteArray =
        keystore(locked) {
            val cipher = Cipher.getInstance(CIPHER)
            cipher.init(Cipher.ENCRYPT_MODE, known(alias) ?: made(alias))
            cipher.updateAAD(alias.encodeToByteArray())
            cipher.iv + cipher.doFinal(secret)
        }

    override fun unwrap(
        alias: String,
        wrapped: ByteArray,
    ): ByteArray =
        keystore(locked) {
            val key = known(alias) ?: throw PlatformLost()
            val cipher = Cipher.getInstance(CIPHER)
            cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, wrapped, 0, IV_BYTES))
            cipher.updateAAD(alias.encodeToByteArray())
            cipher.doFinal(wrapped, IV_BYTES, wrapped.size - IV_BYTES)
        }

    override fun erase(alias: String) = keystore(locked) { if (keys.containsAlias(alias)) keys.deleteEntry(alias) }

    private fun known(alias: String): SecretKey? = keys.getKey(alias, null) as SecretKey?

    private fun made(alias: String): SecretKey =
        inStrongBoxIfThere({ specification(alias) }) { specification ->
            KeyGenerator.getInstance(KEY_ALGORITHM_AES, ANDROID_KEYSTORE).apply { init(specification) }.generateKey()
        }

    private fun specification(alias: String): KeyGenParameterSpec.Builder {
        val builder =
            KeyGenParameterSpec
                .Builder(alias, PURPOSE_ENCRYPT or PURPOSE_DECRYPT)
                .setBlockModes(BLOCK_MODE_GCM)
                .setEncryptionPaddings(ENCRYPTION_PADDING_NONE)
                .setKeySize(KEY_BITS)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P && alias.endsWith(PRIVATE)) builder.setUnlockedDeviceRequired(true)
        return builder
    }

    private companion object {
        const val CIPHER = "AES/GCM/NoPadding"
        const val KEY_BITS = 256
        const val TAG_BITS = 128
        const val IV_BYTES = 12

        /** The core's name for the key that a locked phone must not open. */
        const val PRIVATE = "/private"
    }
}
