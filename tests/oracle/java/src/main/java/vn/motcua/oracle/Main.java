package vn.motcua.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Plays forms in JavaRosa: one JSON request a line on stdin, one JSON answer a line on stdout, until stdin ends.
 *
 * <p>A request is {@code {form, plain, resources: [{uri, text}], steps: [{op, ref, value}]}}, where {@code plain}, if it is there,
 * is played instead of the form; {@link Player} says what the steps are and what an answer holds. A form that JavaRosa refuses, or fails on, gives an answer with {@code error}; the process lives on.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        // JavaRosa prints on stdout what it thinks of a form.
        System.setOut(System.err);
        ObjectMapper json = new ObjectMapper();
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            JsonNode request = json.readTree(line);
            answers.println(json.writeValueAsString(Player.play(request)));
            answers.flush();
        }
    }
}
