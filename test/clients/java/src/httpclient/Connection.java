import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.spec.McpClientTransport;

/** The transport over Java's own HTTP client. */
final class Connection {
    static McpClientTransport to(String url) {
        return HttpClientSseClientTransport.builder(url).sseEndpoint("/sse").build();
    }
}
