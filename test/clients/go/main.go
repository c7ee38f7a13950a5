// Exercises an MCP server over HTTP+SSE, or Streamable HTTP at a URL that ends with /mcp, or stdio where the URL is a
// command as JSON, and prints what it found as JSON.
//
// usage: go-client URL MESSAGE IDLE_SECONDS, go-client hostile URL COUNT, go-client attend URL, or go-client long URL NAME
// LIMIT_SECONDS
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type server struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type toolError struct {
	IsError bool   `json:"isError"`
	Text    string `json:"text"`
}

type findings struct {
	Server          server    `json:"server"`
	Tools           []string  `json:"tools"`
	Sum             string    `json:"sum"`
	Echo            string    `json:"echo"`
	UnknownToolCode int64     `json:"unknownToolCode"`
	WrongArgument   toolError `json:"wrongArgument"`
	SumAfterIdling  string    `json:"sumAfterIdling"`
}

type arguments map[string]any

func main() {
	var found any
	var err error
	switch os.Args[1] {
	case "hostile":
		found, err = listen(os.Args[2], os.Args[3])
	case "long":
		found, err = callLong(os.Args[2], os.Args[3], os.Args[4])
	case "attend":
		found, err = attend(os.Args[2])
	default:
		found, err = exercise(os.Args[1], os.Args[2], os.Args[3])
	}
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(found)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func transportTo(url string) mcp.Transport {
	var command []string
	if json.Unmarshal([]byte(url), &command) == nil {
		return &mcp.CommandTransport{Command: exec.Command(command[0], command[1:]...)}
	}
	if strings.HasSuffix(url, "/mcp") {
		return &mcp.StreamableClientTransport{Endpoint: url}
	}
	return &mcp.SSEClientTransport{Endpoint: url}
}

func exercise(url, message, idleSeconds string) (*findings, error) {
	ctx := context.Background()
	client := mcp.NewClient(&mcp.Implementation{Name: "rookery-test-go", Version: "1.0.0"}, nil)
	session, err := client.Connect(ctx, transportTo(url), nil)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	defer session.Close()

	info := session.InitializeResult().ServerInfo
	found := &findings{Server: server{info.Name, info.Version}}
	list, err := session.ListTools(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("tools/list: %w", err)
	}
	for _, tool := range list.Tools {
		found.Tools = append(found.Tools, tool.Name)
	}
	if found.Sum, _, err = call(ctx, session, "add", arguments{"a": 5, "b": 3}); err != nil {
		return nil, err
	}
	if found.Echo, _, err = call(ctx, session, "echo", arguments{"message": message}); err != nil {
		return nil, err
	}
	var refusal *jsonrpc.Error
	if _, _, err = call(ctx, session, "no-such-tool", nil); errors.As(err, &refusal) {
		found.UnknownToolCode = refusal.Code
	}
	wrong := &found.WrongArgument
	if wrong.Text, wrong.IsError, err = call(ctx, session, "add", arguments{"a": "five", "b": 3}); err != nil {
		return nil, err
	}
	if err = idle(session, idleSeconds); err != nil {
		return nil, err
	}
	found.SumAfterIdling, _, err = call(ctx, session, "add", arguments{"a": 2, "b": 3})
	return found, err
}

func call(ctx context.Context, session *mcp.ClientSession, tool string, args arguments) (string, bool, error) {
	result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: tool, Arguments: args})
	if err != nil {
		return "", false, fmt.Errorf("%s: %w", tool, err)
	}
	return result.Content[0].(*mcp.TextContent).Text, result.IsError, nil
}

// idle waits, and fails as soon as the connection ends.
func idle(session *mcp.ClientSession, seconds string) error {
	duration, err := strconv.Atoi(seconds)
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- session.Wait() }()
	select {
	case err := <-ended:
		return fmt.Errorf("the connection ended while idle: %v", err)
	case <-time.After(time.Duration(duration) * time.Second):
		return nil
	}
}
