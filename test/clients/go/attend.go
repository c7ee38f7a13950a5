package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type attended struct {
	Progress []string `json:"progress"`
	Logs     []string `json:"logs"`
	HasGrown bool     `json:"hasGrown"`
}

// attendant hears the notifications of a server of 2026-07-28.
type attendant struct {
	session  *mcp.ClientSession
	progress chan string
	logs     chan string
	changes  chan struct{}
}

func attend(url string) (*attended, error) {
	ctx := context.Background()
	heard := &attendant{
		progress: make(chan string, 8),
		logs:     make(chan string, 8),
		changes:  make(chan struct{}, 8),
	}
	client := mcp.NewClient(&mcp.Implementation{Name: "rookery-test-go", Version: "1.0.0"}, heard.options())
	var err error
	if heard.session, err = client.Connect(ctx, transportTo(url), nil); err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	defer heard.session.Close()
	found := &attended{}
	report := &mcp.CallToolParams{Meta: mcp.Meta{mcp.MetaKeyLogLevel: "warning"}, Name: "report"}
	report.SetProgressToken("report")
	if _, err = heard.session.CallTool(ctx, report); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	found.Progress = []string{<-heard.progress, <-heard.progress}
	found.Logs = []string{<-heard.logs}
	if err = heard.leaveCall(ctx); err != nil {
		return nil, err
	}
	found.HasGrown, err = heard.grow(ctx)
	return found, err
}

func (heard *attendant) options() *mcp.ClientOptions {
	return &mcp.ClientOptions{
		ProgressNotificationHandler: func(_ context.Context, request *mcp.ProgressNotificationClientRequest) {
			params := request.Params
			heard.progress <- fmt.Sprintf("%g/%g %s", params.Progress, params.Total, params.Message)
		},
		LoggingMessageHandler: func(_ context.Context, request *mcp.LoggingMessageRequest) {
			data, _ := json.Marshal(request.Params.Data)
			heard.logs <- fmt.Sprintf("%s %s", request.Params.Level, data)
		},
		ToolListChangedHandler: func(context.Context, *mcp.ToolListChangedRequest) {
			heard.changes <- struct{}{}
		},
	}
}

// leaveCall cancels a call at its first progress.
func (heard *attendant) leaveCall(ctx context.Context) error {
	leaving, leave := context.WithCancel(ctx)
	defer leave()
	params := &mcp.CallToolParams{Meta: mcp.Meta{}, Name: "wait"}
	params.SetProgressToken("wait")
	done := make(chan error, 1)
	go func() {
		_, err := heard.session.CallTool(leaving, params)
		done <- err
	}()
	<-heard.progress
	leave()
	if err := <-done; !errors.Is(err, context.Canceled) {
		return fmt.Errorf("the call that was left ended with %v", err)
	}
	return nil
}

// grow has the server add a tool, and lists the tools once it has heard of that.
func (heard *attendant) grow(ctx context.Context) (bool, error) {
	if _, _, err := call(ctx, heard.session, "grow", nil); err != nil {
		return false, err
	}
	<-heard.changes
	list, err := heard.session.ListTools(ctx, nil)
	if err != nil {
		return false, fmt.Errorf("tools/list: %w", err)
	}
	for _, tool := range list.Tools {
		if tool.Name == "more" {
			return true, nil
		}
	}
	return false, nil
}
