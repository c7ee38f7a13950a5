package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strconv"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type said struct {
	Description string     `json:"description"`
	Results     []string   `json:"results"`
	Errors      []string   `json:"errors"`
	Shapes      [][]string `json:"shapes"`
	Told        [][]string `json:"told"`
}

// listener has tools say texts in every way there is, and keeps the SHA-256 of each text.
type listener struct {
	session  *mcp.ClientSession
	progress chan string
	logs     chan string
}

func listen(url, count string) (*said, error) {
	texts, err := strconv.Atoi(count)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	heard := &listener{progress: make(chan string, 1), logs: make(chan string, 1)}
	client := mcp.NewClient(&mcp.Implementation{Name: "rookery-test-go", Version: "1.0.0"}, &mcp.ClientOptions{
		ProgressNotificationHandler: func(_ context.Context, request *mcp.ProgressNotificationClientRequest) {
			heard.progress <- request.Params.Message
		},
		LoggingMessageHandler: func(_ context.Context, request *mcp.LoggingMessageRequest) {
			heard.logs <- fmt.Sprint(request.Params.Data)
		},
	})
	if heard.session, err = client.Connect(ctx, transportTo(url), nil); err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	defer heard.session.Close()
	list, err := heard.session.ListTools(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("tools/list: %w", err)
	}
	found := &said{Description: digest(list.Tools[0].Description)}
	for index := range texts {
		if err := heard.hear(ctx, index, found); err != nil {
			return nil, fmt.Errorf("text %d: %w", index, err)
		}
	}
	return found, nil
}

func (heard *listener) hear(ctx context.Context, index int, found *said) error {
	result, _, err := call(ctx, heard.session, "say", arguments{"index": index})
	if err != nil {
		return err
	}
	refusal, _, err := call(ctx, heard.session, "refuse", arguments{"index": index})
	if err != nil {
		return err
	}
	shape, err := heard.session.CallTool(ctx, &mcp.CallToolParams{Name: "shape", Arguments: arguments{"index": index}})
	if err != nil {
		return err
	}
	told, err := heard.tell(ctx, index)
	if err != nil {
		return err
	}
	pair := []string{}
	for key, value := range shape.StructuredContent.(map[string]any) {
		pair = append(pair, digest(key), digest(value.(string)))
	}
	found.Results = append(found.Results, digest(result))
	found.Errors = append(found.Errors, digest(refusal))
	found.Shapes = append(found.Shapes, pair)
	found.Told = append(found.Told, told)
	return nil
}

func (heard *listener) tell(ctx context.Context, index int) ([]string, error) {
	// From 2026-07-28 on, each call asks for log messages itself.
	meta := mcp.Meta{mcp.MetaKeyLogLevel: "debug"}
	params := &mcp.CallToolParams{Meta: meta, Name: "tell", Arguments: arguments{"index": index}}
	params.SetProgressToken(strconv.Itoa(index))
	done := make(chan error, 1)
	go func() {
		_, err := heard.session.CallTool(ctx, params)
		done <- err
	}()
	told := []string{digest(<-heard.progress), digest(<-heard.logs)}
	if _, err := heard.session.CallTool(ctx, &mcp.CallToolParams{Name: "heard"}); err != nil {
		return nil, err
	}
	return told, <-done
}

func digest(text string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
}
