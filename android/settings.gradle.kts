// The build for phones and Android Studio. Not run here: it wants the Android SDK, and the NDK for the library (see README.md).

pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS
    repositories {
        google()
        mavenCentral()
    }
}

rootProject.name = "motcua"
include(":core-bridge", ":ui", ":app")
