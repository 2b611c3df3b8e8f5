package co.commet.bench;

import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Times the package and what its users would otherwise use: {@code make bench ONLY=java} in the project's root.
 * Arguments and output are those of benches/src/measurements.rs, except that turns have a length in time.
 */
public final class Main {

    /** What is compared: the method, what it does, whether it is a call of ours or a peer, and its name. */
    private record Contender(String method, String task, String role, String name) {}

    private static final List<Contender> CONTENDERS = List.of(
            new Contender("verifyAndParse", "parse", "call", "verifyAndParse"),
            new Contender("verifyAndParseText", "parse", "call", "verifyAndParse, text"),
            new Contender("receive", "parse", "call", "receive, two fields"),
            new Contender("official", "parse", "peer", "official algorithm"),
            new Contender("cachedMac", "parse", "peer", "cached Mac + Jackson"),
            new Contender("standardWebhooks", "parse", "peer", "standardwebhooks + Jackson"),
            new Contender("svix", "parse", "peer", "svix + Jackson"),
            new Contender("hash", "hash", "peer", "SHA-256 alone"));

    private static final List<String> PEERS = List.of("jackson-databind", "standardwebhooks", "svix");
    private static final TimeValue WARM_UP = TimeValue.milliseconds(1500);
    private static final TimeValue TURN = TimeValue.milliseconds(50);

    private Main() {}

    /** The directory of bodies, and the number of rounds. */
    public static void main(String[] arguments) throws RunnerException {
        if (arguments.length != 2) {
            System.err.println("usage: run.sh BODIES ROUNDS");
            System.exit(2);
        }
        System.setProperty("bodies", arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        // JMH says what it likes on the usual one.
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        out.println(facts());
        for (String kind : Bodies.KINDS) {
            Map<String, List<Double>> times = times(kind, rounds);
            for (Contender one : CONTENDERS) {
                StringJoiner ns = new StringJoiner(",");
                times.get(one.method).forEach(time -> ns.add(String.format(Locale.ROOT, "%.1f", time)));
                out.printf(
                        "{\"bodies\":\"%s\",\"task\":\"%s\",\"%s\":\"%s\",\"ns\":[%s]}%n",
                        kind, one.task, one.role, one.name, ns);
            }
        }
    }

    private static String facts() {
        StringJoiner versions = new StringJoiner(",");
        for (String peer : PEERS) {
            Pattern jar = Pattern.compile(Pattern.quote(File.separator + peer) + "-([0-9][^/\\\\]*)\\.jar");
            Matcher found = jar.matcher(System.getProperty("java.class.path"));
            versions.add(String.format("\"%s\":\"%s\"", peer, found.find() ? found.group(1) : "unknown"));
        }
        return String.format("{\"runtime\":\"Java %s\",\"versions\":{%s}}", System.getProperty("java.version"), versions);
    }

    /** The nanoseconds of a body, in each round. All take turns in one JVM, so that what disturbs hits all of them. */
    private static Map<String, List<Double>> times(String kind, int rounds) throws RunnerException {
        run(kind, WARM_UP);
        Map<String, List<Double>> times = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            for (RunResult result : run(kind, TURN)) {
                times.computeIfAbsent(result.getPrimaryResult().getLabel(), label -> new ArrayList<>())
                        .add(result.getPrimaryResult().getScore());
            }
        }
        return times;
    }

    private static Collection<RunResult> run(String kind, TimeValue time) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(Contenders.class.getName())
                        .param("kind", kind)
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(time)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
    }
}
