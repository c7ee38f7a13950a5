//! What each client of the table does: it lists, calls, gets errors and waits.

use std::time::Duration;

use rmcp::model::{CallToolRequestParams, ClientConfig};
use rmcp::service::{RoleClient, RunningService, ServiceError};
use serde_json::{Value, json};

use crate::{Failure, connect};

type Client = RunningService<RoleClient, ClientConfig>;

pub async fn exercise(mode: &str, target: &str, message: &str, idle_seconds: u64) -> Result<Value, Failure> {
    let client = connect(ClientConfig::default(), mode, target).await?;
    let server = serde_json::to_value(
        client
            .peer_info()
            .ok_or("The server did not say who it is")?
            .server_info
            .clone(),
    )?;
    let tools = client.list_all_tools().await?;
    let sum = call(&client, "add", json!({"a": 5, "b": 3})).await?;
    let echo = call(&client, "echo", json!({"message": message})).await?;
    let unknown_tool_code = match call(&client, "no-such-tool", json!({})).await {
        Err(ServiceError::McpError(error)) => Some(error.code.0),
        _ => None,
    };
    let wrong = call(&client, "add", json!({"a": "five", "b": 3})).await?;
    tokio::time::sleep(Duration::from_secs(idle_seconds)).await;
    let sum_after_idling = call(&client, "add", json!({"a": 2, "b": 3})).await?;
    client.cancel().await?;
    Ok(json!({
        "server": { "name": server["name"], "version": server["version"] },
        "tools": tools.iter().map(|tool| tool.name.clone()).collect::<Vec<_>>(),
        "sum": text_of(&sum),
        "echo": text_of(&echo),
        "unknownToolCode": unknown_tool_code,
        "wrongArgument": { "isError": wrong["isError"], "text": text_of(&wrong) },
        "sumAfterIdling": text_of(&sum_after_idling),
    }))
}

async fn call(client: &Client, name: &'static str, arguments: Value) -> Result<Value, ServiceError> {
    let arguments = arguments.as_object().cloned().unwrap_or_default();
    let params = CallToolRequestParams::new(name).with_arguments(arguments);
    let result = client.call_tool(params).await?;
    serde_json::to_value(result).map_err(|_| ServiceError::UnexpectedResponse)
}

fn text_of(result: &Value) -> &Value {
    &result["content"][0]["text"]
}
