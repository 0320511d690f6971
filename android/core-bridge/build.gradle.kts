plugins {
    alias(libs.plugins.android.library)
    alias(libs.plugins.kotlin.android)
}

android {
    namespace = "vn.motcua.bridge"
    compileSdk = 36
    defaultConfig {
        minSdk = 26
        consumerProguardFiles("consumer-rules.pro")
    }
    sourceSets["main"].kotlin.srcDir("src/main/kotlin")
    // What the Rust build made, as README.md says: the generated Kotlin, and one libmotcua_ffi.so for each ABI in a folder of its name.
    sourceSets["main"].kotlin.srcDir("../../target/generated/kotlin")
    sourceSets["main"].jniLibs.srcDir("../../target/jniLibs")
}

kotlin { jvmToolchain(17) }

dependencies {
    api(libs.coroutines.core)
    // As an AAR it brings its own native part for each ABI.
    implementation(libs.jna) { artifact { type = "aar" } }
    testImplementation(libs.kotlin.test.junit)
    testImplementation(libs.coroutines.test)
}
