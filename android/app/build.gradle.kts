plugins {
    alias(libs.plugins.android.application)
    alias(libs.plugins.kotlin.android)
    alias(libs.plugins.kotlin.compose)
}

// The portal that this build is for: its profile as the portal wrote it (docs/wire-api.md), named by -Pportal.profile=FILE.
val portalProfile = layout.projectDirectory.file(providers.gradleProperty("portal.profile").orElse("portal-profile.json"))
val profileAssets =
    tasks.register<Sync>("profileAssets") {
        from(portalProfile) { rename { "portal-profile.json" } }
        into(layout.buildDirectory.dir("profile-assets"))
        doFirst { check(portalProfile.get().asFile.exists()) { "name the portal's profile with -Pportal.profile=FILE" } }
    }

android {
    namespace = "vn.motcua.app"
    compileSdk = 36
    defaultConfig {
        applicationId = "vn.motcua.app"
        minSdk = 26
        targetSdk = 36
        versionCode = 1
        versionName = "0.1.0"
    }
    buildFeatures { compose = true }
    androidResources { localeFilters += listOf("vi", "en") }
    sourceSets["main"].kotlin.srcDir("src/main/kotlin")
    sourceSets["test"].kotlin.srcDir("src/test/kotlin")
    sourceSets["test"].kotlin.srcDir("../core-bridge/src/browser/kotlin")
    // Counts by means of core-bridge's own tests, which Maven hands on and Gradle doesn't.
    sourceSets["test"].kotlin.exclude("**/OneCallTest.kt")
    sourceSets["main"].assets.srcDir(profileAssets.map { it.destinationDir })
    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "proguard-rules.pro")
        }
    }
    // A phone downloads the library of its own ABI alone.
    bundle { abi { enableSplit = true } }
    packaging { jniLibs { useLegacyPackaging = false } }
    testOptions { unitTests { isIncludeAndroidResources = true } }
}

kotlin { jvmToolchain(17) }

dependencies {
    implementation(project(":ui"))
    implementation(project(":core-bridge"))
    implementation(libs.activity.compose)
    implementation(libs.browser)
    implementation(libs.core.ktx)
    implementation(libs.coroutines.android)
    implementation(libs.work.runtime)
    debugImplementation(libs.compose.ui.test.manifest)
    testImplementation(libs.androidx.test.core)
    testImplementation(libs.compose.ui.test.junit4)
    testImplementation(libs.coroutines.test)
    testImplementation(libs.kotlin.test.junit)
    testImplementation(libs.robolectric)
    testImplementation(libs.work.testing)
}
