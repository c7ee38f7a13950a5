import io.modelcontextprotocol.client.transport.WebFluxSseClientTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import org.springframework.web.reactive.function.client.WebClient;

/** The transport of Spring AI 1.0. */
final class Connection {
    private static final int BUFFERED_BYTES = 8 << 20;

    static McpClientTransport to(String url) {
        WebClient.Builder client = WebClient.builder()
                .baseUrl(url)
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(BUFFERED_BYTES));
        return new WebFluxSseClientTransport(client);
    }
}
