using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Data.Sources;

/// <summary>A request to a <see cref="HubServer"/>.</summary>
internal sealed record HubRequest(string Path, string Query, string? Authorization)
{
    public string? this[string name] => QueryHelpers.ParseQuery(Query).TryGetValue(name, out var value) ? value.ToString() : null;

    public bool IsPage(string split, int offset) => this["split"] == split && this["offset"] == $"{offset}";
}

/// <summary>A local server that imitates the dataset viewer, with errors as configured by a test.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    private LoopbackServer _server = null!;
    private readonly Dictionary<string, (string Column, string Config, (string Split, int[][] Rows)[] Splits)> _datasets = [];
    private readonly ConcurrentQueue<HubRequest> _requests = new();

    private HubServer()
    {
    }

    public Uri Endpoint => _server.Address;

    public IReadOnlyList<HubRequest> Requests => [.. _requests];

    /// <summary>Handles a request instead of the server; returns false to let the server handle it.</summary>
    public Func<HubRequest, HttpContext, Task<bool>>? Fault { get; set; }

    /// <summary>Changes a response before it is sent.</summary>
    public Func<HubRequest, JsonObject, JsonNode?>? Edit { get; set; }

    public Func<HubRequest, string>? Revision { get; set; }

    public static async Task<HubServer> StartAsync()
    {
        var server = new HubServer();
        server._server = await LoopbackServer.StartAsync(server.AnswerAsync);
        return server;
    }

    public void Add(string repository, string column, params (string Split, int[][] Rows)[] splits) => Add(repository, column, "default", splits);

    public void Add(string repository, string column, string config, params (string Split, int[][] Rows)[] splits) =>
        _datasets[repository] = (column, config, splits);

    /// <summary>Makes the first matching requests fail with a status.</summary>
    public void Fail(Func<HubRequest, bool> match, int status, int times = 1, Action<HttpResponse>? headers = null, string body = """{"error": "busy"}""")
    {
        int left = times;
        Fault = async (request, context) =>
        {
            if (!match(request) || Interlocked.Decrement(ref left) < 0) return false;
            context.Response.StatusCode = status;
            headers?.Invoke(context.Response);
            await context.Response.WriteAsync(body);
            return true;
        };
    }

    public void ClearRequests() => _requests.Clear();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        string? authorization = context.Request.Headers.Authorization;
        var request = new HubRequest(context.Request.Path.Value!, context.Request.QueryString.Value!, authorization);
        _requests.Enqueue(request);
        if (Fault is not null && await Fault(request, context)) return;
        JsonObject? answer = Answer(request);
        if (answer is null)
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("""{"error": "The dataset does not exist."}""");
            return;
        }

        JsonNode? edited = Edit is null ? answer : Edit(request, answer);
        if (Revision is not null) context.Response.Headers["X-Revision"] = Revision(request);
        byte[] body = Encoding.UTF8.GetBytes(edited?.ToJsonString() ?? "null");
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    private JsonObject? Answer(HubRequest request)
    {
        if (!_datasets.TryGetValue(request["dataset"] ?? "", out var dataset)) return null;
        if (request.Path == "/splits")
        {
            return new JsonObject
            {
                ["splits"] = new JsonArray([.. dataset.Splits.Select(s => new JsonObject
                {
                    ["dataset"] = request["dataset"], ["config"] = dataset.Config, ["split"] = s.Split,
                })]),
                ["pending"] = new JsonArray(),
                ["failed"] = new JsonArray(),
            };
        }

        int[][] rows = dataset.Splits.Single(s => s.Split == request["split"]).Rows;
        int offset = int.Parse(request["offset"]!, CultureInfo.InvariantCulture), length = int.Parse(request["length"]!, CultureInfo.InvariantCulture);
        Assert.InRange(length, 1, 100);
        Assert.Equal(dataset.Config, request["config"]);
        return new JsonObject
        {
            ["features"] = new JsonArray(new JsonObject { ["feature_idx"] = 0, ["name"] = dataset.Column, ["type"] = new JsonObject { ["_type"] = "List" } }),
            ["rows"] = new JsonArray([.. rows.Skip(offset).Take(length).Select((row, i) => new JsonObject
            {
                ["row_idx"] = offset + i,
                ["row"] = new JsonObject { [dataset.Column] = new JsonArray([.. row.Select(v => JsonValue.Create(v))]) },
                ["truncated_cells"] = new JsonArray(),
            })]),
            ["num_rows_total"] = rows.Length,
            ["num_rows_per_page"] = 100,
            ["partial"] = false,
        };
    }
}
