package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type longCall struct {
	Text     *string `json:"text"`
	Progress int32   `json:"progress"`
}

// callLong calls `hold` with a progress token. A limit of 0 seconds is none; where it ends the call there is no text.
func callLong(url, name, limitSeconds string) (*longCall, error) {
	limit, err := strconv.Atoi(limitSeconds)
	if err != nil {
		return nil, err
	}
	var heard atomic.Int32
	client := mcp.NewClient(&mcp.Implementation{Name: "rookery-test-go", Version: "1.0.0"}, &mcp.ClientOptions{
		ProgressNotificationHandler: func(context.Context, *mcp.ProgressNotificationClientRequest) { heard.Add(1) },
	})
	ctx := context.Background()
	session, err := client.Connect(ctx, transportTo(url), nil)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	defer session.Close()
	if limit > 0 {
		bounded, cancel := context.WithTimeout(ctx, time.Duration(limit)*time.Second)
		defer cancel()
		ctx = bounded
	}
	params := &mcp.CallToolParams{Name: "hold", Arguments: arguments{"name": name}}
	params.SetProgressToken("token")
	result, err := session.CallTool(ctx, params)
	found := &longCall{Progress: heard.Load()}
	if errors.Is(err, context.DeadlineExceeded) {
		return found, nil
	}
	if err != nil {
		return nil, err
	}
	text := result.Content[0].(*mcp.TextContent).Text
	found.Text = &text
	return found, nil
}
