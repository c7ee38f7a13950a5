//! Exercises an MCP server over Streamable HTTP, or stdio where the target is a command as JSON, and prints what it found as
//! JSON.
//!
//! usage: rust-client initialize|auto|discover TARGET MESSAGE IDLE_SECONDS, or rust-client attend URL
//!
//! `initialize` is how the library starts by default; `auto` asks for server/discover first; `discover` has nothing else.

mod attend;
mod exercise;

use std::error::Error;

use rmcp::ClientHandler;
use rmcp::model::ProtocolVersion;
use rmcp::service::{ClientLifecycleMode, ClientServiceExt, RoleClient, RunningService};
use rmcp::transport::{StreamableHttpClientTransport, TokioChildProcess};
use tokio::process::Command;

pub type Failure = Box<dyn Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let found = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["attend", url] => attend::attend(url).await?,
        [mode, target, message, idle_seconds] => {
            exercise::exercise(mode, target, message, idle_seconds.parse()?).await?
        }
        _ => return Err("usage: rust-client MODE TARGET MESSAGE IDLE_SECONDS".into()),
    };
    println!("{found}");
    Ok(())
}

/// Connects to a URL, or starts the command that the target is.
pub async fn connect<Handler: ClientHandler>(
    handler: Handler,
    mode: &str,
    target: &str,
) -> Result<RunningService<RoleClient, Handler>, Failure> {
    let lifecycle = lifecycle_of(mode)?;
    let Ok(command) = serde_json::from_str::<Vec<String>>(target) else {
        let transport = StreamableHttpClientTransport::from_uri(target);
        return Ok(handler.serve_with_lifecycle(transport, lifecycle).await?);
    };
    let mut program = Command::new(&command[0]);
    program.args(&command[1..]);
    Ok(handler
        .serve_with_lifecycle(TokioChildProcess::new(program)?, lifecycle)
        .await?)
}

fn lifecycle_of(mode: &str) -> Result<ClientLifecycleMode, Failure> {
    let preferred_versions = vec![ProtocolVersion::V_2026_07_28];
    match mode {
        "initialize" => Ok(ClientLifecycleMode::Initialize),
        "discover" => Ok(ClientLifecycleMode::Discover { preferred_versions }),
        "auto" => Ok(ClientLifecycleMode::Auto {
            preferred_versions,
            legacy_version: None,
        }),
        _ => Err(format!("There is no mode {mode}").into()),
    }
}
