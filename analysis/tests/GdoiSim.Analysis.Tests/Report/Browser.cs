using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace GdoiSim.Analysis.Tests.Report;

/// <summary>A headless Chromium with one tab, driven over its DevTools protocol.</summary>
public sealed class Browser : IAsyncLifetime
{
    private readonly string _profile = Directory.CreateTempSubdirectory("gdoisim-browser-").FullName;
    private readonly List<string> _complaints = [];
    private ClientWebSocket? _socket;
    private Process? _process;
    private string _session = "";
    private int _last;
    private bool _loaded;

    /// <summary>Where Debian has it; null if it is not installed.</summary>
    public static string? Program { get; } =
        new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser" }.FirstOrDefault(File.Exists);

    /// <summary>
    /// Errors and warnings of the console, exceptions, violations of the content policy, requests refused.
    /// </summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public async ValueTask InitializeAsync()
    {
        if (Program is null)
        {
            return;
        }

        var start = new ProcessStartInfo(Program,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", $"--user-data-dir={_profile}", "--remote-debugging-port=0", "about:blank",
        ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        const string mark = "DevTools listening on ";
        string? line;
        do
        {
            line = await _process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        }
        while (line is not null && !line.StartsWith(mark, StringComparison.Ordinal));

        Assert.NotNull(line);
        _ = _process.StandardError.ReadToEndAsync();
        _socket = new ClientWebSocket();
        await _socket.ConnectAsync(new Uri(line[mark.Length..]), TestContext.Current.CancellationToken);
        var targets = await Send("Target.getTargets", new JsonObject());
        var page = targets["targetInfos"]!.AsArray().First(target => (string?)target!["type"] == "page")!;
        var attached = await Send(
            "Target.attachToTarget",
            new JsonObject { ["targetId"] = (string?)page["targetId"], ["flatten"] = true });
        _session = (string)attached["sessionId"]!;
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network", "Audits" })
        {
            await Send($"{domain}.enable", new JsonObject());
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket is not null)
        {
            _session = "";
            await Send("Browser.close", new JsonObject());
            _socket.Dispose();
        }

        if (_process is not null)
        {
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }

        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A helper process of the browser may still write there; the folder is in the system's temporary one.
        }
    }

    /// <summary>Loads a file in a window of this size, and forgets earlier complaints.</summary>
    public async Task Open(string path, int width, int height, bool phone = false)
    {
        _complaints.Clear();
        await Send("Emulation.setDeviceMetricsOverride", new JsonObject
        {
            ["width"] = width,
            ["height"] = height,
            ["deviceScaleFactor"] = 1,
            ["mobile"] = phone,
        });
        _loaded = false;
        await Send("Page.navigate", new JsonObject { ["url"] = new Uri(path).AbsoluteUri });
        while (!_loaded)
        {
            Note(await Receive());
        }

        await Send("Runtime.evaluate", new JsonObject
        {
            ["expression"] = "document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(done)))",
            ["awaitPromise"] = true,
        });
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<JsonNode?> Evaluate(string expression)
    {
        var answer = await Send("Runtime.evaluate", new JsonObject
        {
            ["expression"] = expression,
            ["returnByValue"] = true,
        });
        Assert.True(answer["exceptionDetails"] is null, answer["exceptionDetails"]?.ToJsonString());
        return answer["result"]!["value"];
    }

    /// <summary>Moves the mouse to a place of the window.</summary>
    public Task<JsonNode> Point(double x, double y) => Send(
        "Input.dispatchMouseEvent", new JsonObject { ["type"] = "mouseMoved", ["x"] = x, ["y"] = y });

    /// <summary>Presses and releases the mouse at a place of the window.</summary>
    public async Task Click(double x, double y)
    {
        foreach (var type in new[] { "mousePressed", "mouseReleased" })
        {
            await Send("Input.dispatchMouseEvent", new JsonObject
            {
                ["type"] = type,
                ["x"] = x,
                ["y"] = y,
                ["button"] = "left",
                ["clickCount"] = 1,
            });
        }
    }

    /// <summary>A picture of the whole page.</summary>
    public async Task<byte[]> Screenshot()
    {
        var answer = await Send(
            "Page.captureScreenshot", new JsonObject { ["format"] = "png", ["captureBeyondViewport"] = true });
        return Convert.FromBase64String((string)answer["data"]!);
    }

    /// <summary>The page on A4.</summary>
    public async Task<byte[]> Print()
    {
        var answer = await Send("Page.printToPDF", new JsonObject
        {
            ["preferCSSPageSize"] = true,
            ["printBackground"] = true,
        });
        return Convert.FromBase64String((string)answer["data"]!);
    }

    private async Task<JsonNode> Send(string method, JsonObject parameters)
    {
        var number = ++_last;
        var message = new JsonObject { ["id"] = number, ["method"] = method, ["params"] = parameters };
        if (_session.Length > 0)
        {
            message["sessionId"] = _session;
        }

        await _socket!.SendAsync(
            Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
        while (true)
        {
            var answer = await Receive();
            if ((int?)answer["id"] == number)
            {
                Assert.True(answer["error"] is null, $"{method}: {answer["error"]?.ToJsonString()}");
                return answer["result"]!;
            }

            Note(answer);
        }
    }

    private async Task<JsonNode> Receive()
    {
        using var text = new MemoryStream();
        var buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket!.ReceiveAsync(buffer, CancellationToken.None);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);

        return JsonNode.Parse(text.ToArray())!;
    }

    private void Note(JsonNode message)
    {
        var parameters = message["params"];
        switch ((string?)message["method"])
        {
            case "Page.loadEventFired":
                _loaded = true;
                break;
            case "Runtime.exceptionThrown":
            case "Audits.issueAdded":
            case "Network.loadingFailed":
            case "Runtime.consoleAPICalled" when (string?)parameters!["type"] is "error" or "warning" or "assert":
            case "Log.entryAdded" when (string?)parameters!["entry"]!["level"] is "error" or "warning":
                _complaints.Add(string.Create(CultureInfo.InvariantCulture, $"{message["method"]}: {parameters}"));
                break;
            case "Network.requestWillBeSent"
                when (string?)parameters!["request"]!["url"] is { } url
                    && !url.StartsWith("file:", StringComparison.Ordinal)
                    && !url.StartsWith("data:", StringComparison.Ordinal):
                _complaints.Add($"a request to {url}");
                break;
        }
    }
}
