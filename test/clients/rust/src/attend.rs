//! The notifications that a client of 2026-07-28 hears.

// The revision has deprecated log messages, and still has them.
#![allow(deprecated)]

use std::sync::{Arc, Mutex};

use rmcp::ClientHandler;
use rmcp::model::{
    CallToolRequest, CallToolRequestParams, ClientRequest, LoggingLevel, LoggingMessageNotificationParam,
    ProgressNotificationParam, RequestMetaObject, SubscriptionFilter,
};
use rmcp::service::{
    NotificationContext, PeerRequestOptions, RequestHandle, RoleClient, RunningService, ServiceError,
};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::{Failure, connect};

#[derive(Default, Clone)]
struct Ears {
    progress: Arc<Mutex<Vec<String>>>,
    logs: Arc<Mutex<Vec<String>>>,
    heard: Arc<Notify>,
}

type Client = RunningService<RoleClient, Ears>;

impl ClientHandler for Ears {
    async fn on_progress(&self, params: ProgressNotificationParam, _: NotificationContext<RoleClient>) {
        let total = params.total.map(|total| total.to_string()).unwrap_or_default();
        let said = format!(
            "{}/{} {}",
            params.progress,
            total,
            params.message.unwrap_or_default()
        );
        self.progress.lock().unwrap().push(said);
        self.heard.notify_one();
    }

    async fn on_logging_message(
        &self,
        params: LoggingMessageNotificationParam,
        _: NotificationContext<RoleClient>,
    ) {
        let level = json!(params.level);
        self.logs
            .lock()
            .unwrap()
            .push(format!("{} {}", level.as_str().unwrap_or_default(), params.data));
        self.heard.notify_one();
    }
}

impl Ears {
    async fn wait_until(&self, has_heard: impl Fn(&Self) -> bool) {
        while !has_heard(self) {
            self.heard.notified().await;
        }
    }
}

pub async fn attend(url: &str) -> Result<Value, Failure> {
    let ears = Ears::default();
    let client = connect(ears.clone(), "auto", url).await?;
    let mut meta = RequestMetaObject::new();
    meta.set_log_level(LoggingLevel::Warning);
    begin(&client, "report", Some(meta))
        .await?
        .await_response()
        .await?;
    ears.wait_until(|ears| ears.progress.lock().unwrap().len() > 1 && !ears.logs.lock().unwrap().is_empty())
        .await;
    let progress = std::mem::take(&mut *ears.progress.lock().unwrap());

    let waiting = begin(&client, "wait", None).await?;
    ears.wait_until(|ears| !ears.progress.lock().unwrap().is_empty())
        .await;
    waiting.cancel(None).await?;

    let mut subscription = client
        .listen(SubscriptionFilter::builder().tools_list_changed().build())
        .await?;
    begin(&client, "grow", None).await?.await_response().await?;
    subscription
        .next()
        .await?
        .ok_or("The stream that listens has ended")?;
    let tools = client.list_all_tools().await?;
    subscription.cancel().await?;
    client.cancel().await?;
    let logs = ears.logs.lock().unwrap().clone();
    let has_grown = tools.iter().any(|tool| tool.name == "more");
    Ok(json!({ "progress": progress, "logs": logs, "hasGrown": has_grown }))
}

async fn begin(
    client: &Client,
    name: &'static str,
    meta: Option<RequestMetaObject>,
) -> Result<RequestHandle<RoleClient>, ServiceError> {
    let params = CallToolRequestParams::new(name).with_arguments(Default::default());
    let mut options = PeerRequestOptions::no_options();
    options.meta = meta;
    client
        .send_cancellable_request(
            ClientRequest::CallToolRequest(CallToolRequest::new(params)),
            options,
        )
        .await
}
