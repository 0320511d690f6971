package vn.motcua.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.javarosa.core.reference.InvalidReferenceException;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceFactory;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.reference.ResourceReference;

/** The files that a form names, where JavaRosa looks for them: it reads an external instance from a file only. */
final class Resources {
    /** What the files hold, by address. */
    private static final Map<String, String> WRITTEN = new HashMap<>();
    private static final Path FOLDER = folder();

    private Resources() {}

    /** Makes these, and no others, the files that {@code jr://} names. Each address has one file, which is written when its text is another. */
    static void provide(JsonNode resources) throws IOException {
        Map<String, Path> files = new HashMap<>();
        for (JsonNode resource : resources) {
            files.put(resource.get("uri").asText(), file(resource.get("uri").asText(), resource.get("text").asText()));
        }
        ReferenceManager manager = ReferenceManager.instance();
        manager.reset();
        manager.addReferenceFactory(new Named(files));
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("oracle-");
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static Path file(String uri, String text) throws IOException {
        Path file = FOLDER.resolve(uri.replaceAll("[^\\w.]", "-"));
        if (!text.equals(WRITTEN.put(uri, text))) {
            Files.writeString(file, text);
        }
        return file;
    }

    /** Any {@code jr://} address: the file given under it. */
    private record Named(Map<String, Path> files) implements ReferenceFactory {
        @Override
        public boolean derives(String uri) {
            return uri.startsWith("jr://");
        }

        @Override
        public Reference derive(String uri) throws InvalidReferenceException {
            Path file = files.get(uri);
            if (file == null) {
                throw new InvalidReferenceException("no such resource", uri);
            }
            return new ResourceReference(file.toString()) {
                @Override
                public String getLocalURI() {
                    return file.toString();
                }
            };
        }

        @Override
        public Reference derive(String uri, String context) throws InvalidReferenceException {
            return derive(uri);
        }
    }
}
