package co.commet.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs all contenders on one kind of body after the other, so that neighbours in time are compared. */
public final class Main {

    private static final List<String> OURS = List.of("map", "mapOfText", "receive");
    private static final List<String> PEERS = List.of("official", "cachedMac", "standardWebhooks");
    private static final int ROUNDS = 9;
    private static final TimeValue WARM_UP = TimeValue.seconds(2);
    private static final TimeValue TURN = TimeValue.milliseconds(200);

    private Main() {}

    /** Without arguments, all; or names of sizes. */
    public static void main(String[] arguments) throws RunnerException {
        System.out.println("ns a body, and how many times as fast ours is");
        System.out.printf("%-7s %-9s", "body", "text");
        PEERS.forEach(peer -> System.out.printf("%17s", peer));
        OURS.forEach(own -> System.out.printf("%41s", own));
        System.out.println();
        for (Bodies bodies : Bodies.values()) {
            if (arguments.length > 0 && !List.of(arguments).contains(bodies.name())) {
                continue;
            }
            for (String name : List.of("Pro", "Año 日本")) {
                Map<String, Double> times = times(bodies, name);
                System.out.printf("%-7s %-9s", bodies.label, name.equals("Pro") ? "ASCII" : "non-ASCII");
                PEERS.forEach(peer -> System.out.printf("%17.0f", times.get(peer)));
                for (String own : OURS) {
                    StringBuilder ratios = new StringBuilder();
                    PEERS.forEach(peer -> ratios.append(String.format(" ×%.2f", times.get(peer) / times.get(own))));
                    System.out.printf("%16.0f (%s)", times.get(own), ratios.toString().strip());
                }
                System.out.println();
            }
        }
    }

    /** The median of each contender's iterations. All take turns in one JVM, so that what disturbs hits all of them. */
    private static Map<String, Double> times(Bodies bodies, String name) throws RunnerException {
        run(bodies, name, 0, WARM_UP);
        Map<String, List<Double>> measured = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (RunResult result : run(bodies, name, 1, TURN)) {
                List<Double> scores = measured.computeIfAbsent(result.getPrimaryResult().getLabel(), label -> new ArrayList<>());
                result.getBenchmarkResults().forEach(fork -> fork.getIterationResults()
                        .forEach(iteration -> scores.add(iteration.getPrimaryResult().getScore())));
            }
        }
        Map<String, Double> medians = new TreeMap<>();
        measured.forEach((label, scores) -> medians.put(label, scores.stream().sorted().skip(scores.size() / 2).findFirst().orElseThrow()));
        return medians;
    }

    private static Collection<RunResult> run(Bodies bodies, String name, int warmups, TimeValue time) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(Contenders.class.getName())
                        .param("bodies", bodies.name())
                        .param("name", name)
                        .forks(0)
                        .warmupIterations(warmups)
                        .warmupTime(time)
                        .measurementIterations(1)
                        .measurementTime(time)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
    }
}
