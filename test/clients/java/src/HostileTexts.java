import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Has tools say texts, as results, as errors and as log messages, and prints the SHA-256 of each as JSON.
 *
 * usage: java -jar client.jar URL COUNT
 */
public final class HostileTexts {
    private static final int SECONDS = 20;

    private final BlockingQueue<String> logs = new LinkedBlockingQueue<>();
    private final McpSyncClient client;
    private final int count;

    private HostileTexts(String url, int count) {
        this.count = count;
        client = McpClient.sync(Connection.to(url))
                .requestTimeout(Duration.ofSeconds(SECONDS))
                .loggingConsumer(message -> logs.add(message.data()))
                .build();
    }

    public static void main(String[] args) throws Exception {
        System.out.println(new HostileTexts(args[0], Integer.parseInt(args[1])).listen());
        // The threads of both HTTP clients would keep the process for a while.
        System.exit(0);
    }

    private String listen() throws Exception {
        client.initialize();
        List<String> results = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        List<String> told = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            results.add(digest(textOf("say", Map.of("index", index))));
            errors.add(digest(textOf("refuse", Map.of("index", index))));
            client.callTool(new CallToolRequest("tell", Map.of("index", index, "waits", false)));
            told.add(digest(logs.poll(SECONDS, TimeUnit.SECONDS)));
        }
        String description = digest(client.listTools().tools().get(0).description());
        return "{\"description\":\"" + description + "\",\"results\":" + toJson(results)
                + ",\"errors\":" + toJson(errors) + ",\"logs\":" + toJson(told) + "}";
    }

    private String textOf(String tool, Map<String, Object> arguments) {
        return ((TextContent) client.callTool(new CallToolRequest(tool, arguments)).content().get(0)).text();
    }

    private static String toJson(List<String> digests) {
        return digests.stream().map(digest -> '"' + digest + '"').collect(Collectors.joining(",", "[", "]"));
    }

    private static String digest(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
