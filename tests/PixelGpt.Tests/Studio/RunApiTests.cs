using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Evaluation;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Runs;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Training;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Studio;

public sealed class RunApiTests : IAsyncLifetime
{
    private const int Side = 8;

    private readonly TemporaryFolder _folder = new();
    private StudioServer? _server;
    private HttpClient _client = null!;

    private string Models => _folder["runs"];

    public async ValueTask InitializeAsync()
    {
        WriteData(_folder["data/stripes"]);
        (_server, _client) = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }

    private async Task CloseAsync()
    {
        _client.Dispose();
        await _server!.DisposeAsync();
    }

    [Fact]
    public async Task A_run_can_be_started_and_followed_by_several_clients()
    {
        (HttpStatusCode status, JsonObject run) = await PostAsync("/runs", Start("mine", epochs: 3));
        Assert.Equal((HttpStatusCode.Accepted, "mine"), (status, (string)run["id"]!));
        List<(string Name, JsonNode Data)>[] followed = await Task.WhenAll(FollowAsync("mine"), FollowAsync("mine"));
        foreach (List<(string Name, JsonNode Data)> events in followed)
        {
            Assert.Equal(("state", "end"), (events[0].Name, events[^1].Name));
            Assert.Equal("done", (string)events[^1].Data["state"]!);
            Assert.Equal([1, 2, 3], events.Where(e => e.Name == "epoch").Select(e => (int)e.Data["epoch"]!));
            JsonNode samples = events.Last(e => e.Name == "samples").Data;
            Assert.Equal((3, Side, Side), ((int)samples["epoch"]!, (int)samples["width"]!, (int)samples["height"]!));
            Assert.All(samples["pixels"]!.AsArray(), p => Assert.Equal(Side * Side, p!.AsArray().Count));
        }

        JsonNode after = JsonNode.Parse(await _client.GetStringAsync("/api/v1/runs/mine"))!;
        Assert.Equal(("done", 3, 3, "gpt2", "stripes"), ((string)after["state"]!, (int)after["epoch"]!, (int)after["epochs"]!, (string)after["model_type"]!, (string)after["dataset"]!));
        Assert.Equal(3, after["metrics"]!.AsArray().Count);
        Assert.Equal("ready", (string)JsonNode.Parse(await _client.GetStringAsync("/api/v1/models/mine"))!["state"]!);
        Assert.Equal([1, 2, 3], (await FollowAsync("mine")).Where(e => e.Name == "epoch").Select(e => (int)e.Data["epoch"]!));

        // A run that is done can be resumed with more epochs.
        Assert.Equal((true, true, false), ((bool)after["can_resume"]!, (bool)after["can_extend"]!, (bool)after["stopped_early"]!));
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync("/runs/mine/resume", new JsonObject { ["epochs"] = 4 })).Status);
        Assert.Equal([1, 2, 3, 4], (await FollowAsync("mine")).Where(e => e.Name == "epoch").Select(e => (int)e.Data["epoch"]!));
    }

    [Fact]
    public async Task Without_values_a_run_has_those_of_the_default_preset()
    {
        await PostAsync("/runs", new JsonObject { ["id"] = "default", ["dataset"] = "stripes" });
        JsonNode run = JsonNode.Parse(await _client.GetStringAsync("/api/v1/runs/default"))!;
        await PostAsync("/runs/default/stop", []);
        TrainingRecipe expected = PresetRecipe.For(ModelFamily.All[0]);
        Assert.Equal(("pixelgpt", expected.Epochs), ((string)run["model_type"]!, (int)run["epochs"]!));
        TrainingRecipe recipe = TrainingRecord.Load(new RunFolder(Path.Combine(Models, "default")).Record).Recipe;
        Assert.Equal(expected with { WarmupSteps = recipe.WarmupSteps }, recipe);
    }

    [Fact]
    public async Task Epochs_cannot_be_added_to_a_run_with_a_cosine_schedule_or_that_stopped_early()
    {
        JsonObject cosine = Start("cosine", epochs: 1);
        cosine["model_type"] = "pixelgpt";
        await PostAsync("/runs", cosine);
        await FollowAsync("cosine");
        Assert.Equal(("done", false, false, false), await StateAsync("cosine"));

        await TrainUntilItStopsEarlyAsync("early");
        Assert.Equal(("done", false, false, true), await StateAsync("early"));
        (HttpStatusCode status, JsonObject problem) = await PostAsync("/runs/early/resume", new JsonObject { ["epochs"] = 200 });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("stopped early", (string)problem["detail"]!);

        async Task<(string State, bool CanResume, bool CanExtend, bool StoppedEarly)> StateAsync(string id)
        {
            JsonNode run = JsonNode.Parse(await _client.GetStringAsync($"/api/v1/runs/{id}"))!;
            return ((string)run["state"]!, (bool)run["can_resume"]!, (bool)run["can_extend"]!, (bool)run["stopped_early"]!);
        }
    }

    [Fact]
    public async Task A_stopped_and_resumed_run_is_bit_identical()
    {
        await PostAsync("/runs", Start("parts", epochs: 10_000));
        List<(string Name, JsonNode Data)> events = await FollowAsync("parts", async e =>
        {
            if (e.Name == "epoch" && (int)e.Data["epoch"]! == 1) Assert.Equal(HttpStatusCode.Accepted, (await PostAsync("/runs/parts/stop", [])).Status);
        });
        Assert.Equal("stopped", (string)events[^1].Data["state"]!);
        JsonNode run = JsonNode.Parse(await _client.GetStringAsync("/api/v1/runs/parts"))!;
        Assert.True((bool)run["can_resume"]!);
        int epochs = (int)run["epoch"]! + 3;
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync("/runs/parts/stop", [])).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync("/runs/parts/resume", new JsonObject { ["epochs"] = epochs })).Status);
        Assert.Equal("done", (string)(await FollowAsync("parts"))[^1].Data["state"]!);
        await PostAsync("/runs", Start("whole", epochs));
        await FollowAsync("whole");
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Models, "whole", "model.safetensors")), await File.ReadAllBytesAsync(Path.Combine(Models, "parts", "model.safetensors")));
    }

    [Fact]
    public async Task A_run_is_saved_when_the_studio_closes_and_can_be_resumed()
    {
        await PostAsync("/runs", Start("long", epochs: 10_000));
        Task closing = Task.CompletedTask;
        List<(string Name, JsonNode Data)> events = await FollowAsync("long", e =>
        {
            if (e.Name == "epoch" && closing.IsCompleted) closing = _server!.DisposeAsync().AsTask();
            return Task.CompletedTask;
        });
        Assert.Equal(("end", "stopped"), (events[^1].Name, (string)events[^1].Data["state"]!));
        await closing;
        _client.Dispose();
        (_server, _client) = await StartAsync();
        JsonNode run = JsonNode.Parse(await _client.GetStringAsync("/api/v1/runs/long"))!;
        Assert.Equal("stopped", (string)run["state"]!);
        int done = (int)run["epoch"]!;
        Assert.InRange(done, 1, 99_999);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync("/runs/long/resume", new JsonObject { ["epochs"] = done + 1 })).Status);
        Assert.Equal("done", (string)(await FollowAsync("long"))[^1].Data["state"]!);
    }

    [Fact]
    public async Task A_run_of_another_process_can_be_followed_but_not_changed()
    {
        await PostAsync("/runs", Start("theirs", epochs: 1));
        await FollowAsync("theirs");
        Task<List<(string Name, JsonNode Data)>> following;
        using (RunLock.Acquire(new RunFolder(Path.Combine(Models, "theirs"))))
        {
            Assert.Equal("elsewhere", (string)JsonNode.Parse(await _client.GetStringAsync("/api/v1/runs/theirs"))!["state"]!);
            Assert.Equal(HttpStatusCode.Conflict, (await PostAsync("/runs/theirs/stop", [])).Status);
            Assert.Equal(HttpStatusCode.Conflict, (await PostAsync("/runs/theirs/resume", [])).Status);
            var isSeen = new TaskCompletionSource();
            following = FollowAsync("theirs", e =>
            {
                if (e.Name == "samples") isSeen.TrySetResult();
                return Task.CompletedTask;
            });
            await isSeen.Task;
        }

        List<(string Name, JsonNode Data)> events = await following;
        Assert.Equal(["elsewhere", "done"], events.Where(e => e.Name == "state").Select(e => (string)e.Data["state"]!));
        Assert.Single(events, e => e.Name == "epoch");
    }

    [Fact]
    public async Task Samples_of_another_process_have_the_best_epoch()
    {
        await PostAsync("/runs", Start("theirs", epochs: 3));
        await FollowAsync("theirs");

        // The second epoch becomes the best, so the folder has its weights.
        string path = Path.Combine(Models, "theirs", "metrics.jsonl");
        JsonObject[] epochs = [.. (await File.ReadAllLinesAsync(path)).Select(l => JsonNode.Parse(l)!.AsObject())];
        epochs[1]["loss"] = 0.001;
        await File.WriteAllLinesAsync(path, epochs.Select(e => e.ToJsonString()));
        Assert.Equal(2, (int)Assert.Single(await FollowAsync("theirs"), e => e.Name == "samples").Data["epoch"]!);
    }

    [Fact]
    public async Task A_waiting_run_that_is_stopped_frees_its_place()
    {
        await PostAsync("/runs", Start("long", epochs: 10_000));
        for (int i = 0; i < 12; i++)
        {
            Assert.Equal(HttpStatusCode.Accepted, (await PostAsync("/runs", Start($"run{i}", epochs: 1))).Status);
            Assert.Equal("stopped", (string)(await PostAsync($"/runs/run{i}/stop", [])).Body["state"]!);
        }

        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync("/runs/run0/resume", [])).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync("/runs/long/stop", [])).Status);
        Assert.Equal("done", (string)(await FollowAsync("run0"))[^1].Data["state"]!);
    }

    [Fact]
    public async Task A_failed_run_reports_the_reason()
    {
        JsonObject body = Start("wild", epochs: 5);
        body["learning_rate"] = 1e30;
        await PostAsync("/runs", body);
        Assert.Equal("failed", (string)(await FollowAsync("wild"))[^1].Data["state"]!);
        JsonNode run = JsonNode.Parse(await _client.GetStringAsync("/api/v1/runs/wild"))!;
        Assert.Equal("failed", (string)run["state"]!);
        Assert.Contains("lower learning rate", (string)run["problem"]!);
    }

    [Fact]
    public async Task Steps_are_sent_once_per_interval_and_epochs_always()
    {
        var clock = new ManualClock();
        await CloseAsync();
        (_server, _client) = await StartAsync(clock);
        await PostAsync("/runs", Start("fast", epochs: 10_000));
        int steps = 0;
        List<(string Name, JsonNode Data)> events = await FollowAsync("fast", async e =>
        {
            if (e.Name != "step") return;
            if (++steps < 3) clock.Advance(RunProgressListener.StepInterval);
            else if (steps == 3) await PostAsync("/runs/fast/stop", []);
        });
        int[] epochs = [.. events.Where(e => e.Name == "epoch").Select(e => (int)e.Data["epoch"]!)];
        Assert.Equal(Enumerable.Range(1, epochs.Length), epochs);
        Assert.Equal((3, "stopped"), (steps, (string)events[^1].Data["state"]!));
    }

    [Fact]
    public async Task Runs_over_the_queue_limit_are_rejected()
    {
        var statuses = new List<HttpStatusCode>();
        for (int i = 0; i < 12; i++) statuses.Add((await PostAsync("/runs", Start($"run{i}", epochs: 10_000))).Status);
        Assert.Equal(HttpStatusCode.Accepted, statuses[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.False(Directory.Exists(Path.Combine(Models, "run11")));
        JsonArray runs = JsonNode.Parse(await _client.GetStringAsync("/api/v1/runs"))!["runs"]!.AsArray();
        Assert.Equal(statuses.Count(s => s == HttpStatusCode.Accepted), runs.Count);
        Assert.Contains(runs, r => (string)r!["state"]! == "queued");
    }

    [Theory]
    [InlineData("""{"dataset": "nope"}""", 404, "nope")]
    [InlineData("""{"dataset": "../runs"}""", 404, "no data set")]
    [InlineData("""{"dataset": "stripes", "model_type": "gpt9"}""", 400, "gpt9")]
    [InlineData("""{"dataset": "stripes", "preset": "huge"}""", 400, "tiny, small or base")]
    [InlineData("""{"dataset": "stripes", "preset": "tiny,base"}""", 400, "tiny, small or base")]
    [InlineData("""{"dataset": "stripes", "preset": " 7"}""", 400, "tiny, small or base")]
    [InlineData("""{"dataset": "stripes", "preset": "-1"}""", 400, "tiny, small or base")]
    [InlineData("""{"dataset": "stripes", "epochs": 0}""", 400, "epochs")]
    [InlineData("""{"dataset": "stripes", "learning_rate": -1}""", 400, "learning")]
    [InlineData("""{"dataset": "stripes", "id": "../x"}""", 400, "invalid run name")]
    [InlineData("""{"dataset": "stripes", "id": ".hidden"}""", 400, "invalid run name")]
    [InlineData("""{"dataset": "stripes", "epoch": 3}""", 400, "epoch")]
    public async Task An_invalid_run_is_rejected_and_not_created(string body, int status, string part)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _client.PostAsync("/api/v1/runs", content);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(part, (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"]!);
        Assert.False(Directory.Exists(Models));
    }

    [Fact]
    public async Task A_taken_name_is_rejected_and_derived_names_are_unique()
    {
        await PostAsync("/runs", Start("one", epochs: 1));
        await FollowAsync("one");
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync("/runs", Start("one", epochs: 1))).Status);
        JsonObject nameless = Start("x", epochs: 1);
        nameless.Remove("id");
        string first = (string)(await PostAsync("/runs", (JsonObject)nameless.DeepClone())).Body["id"]!, second = (string)(await PostAsync("/runs", nameless)).Body["id"]!;
        Assert.Equal(("stripes-gpt2", "stripes-gpt2-2"), (first, second));
        await FollowAsync(second);
    }

    [Fact]
    public async Task A_run_cannot_have_the_folder_of_a_data_set()
    {
        WriteData(Path.Combine(Models, "stripes-too"));
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync("/runs", Start("stripes-too", epochs: 1))).Status);
        Assert.Contains("stripes-too", await _client.GetStringAsync("/api/v1/datasets"));
    }

    [Fact]
    public async Task Changed_data_sets_are_loaded_again()
    {
        async Task<int> TrainAsync() => (int)JsonNode.Parse(await _client.GetStringAsync("/api/v1/datasets"))!["datasets"]!.AsArray().Single(d => (string)d!["id"]! == "stripes")!["splits"]!["train"]!;
        byte[] sheet = await _client.GetByteArrayAsync("/api/v1/datasets/stripes/sheet.png");
        int before = await TrainAsync();
        string pixels = _folder["data/stripes/" + TextFolderSource.PixelFile];
        string[] lines = await File.ReadAllLinesAsync(pixels);
        await File.WriteAllLinesAsync(pixels, [.. lines, .. lines]);
        Assert.True(await TrainAsync() > before);
        Assert.NotEqual(sheet, await _client.GetByteArrayAsync("/api/v1/datasets/stripes/sheet.png"));
    }

    [Fact]
    public async Task Invalid_characters_are_replaced_in_derived_run_names()
    {
        WriteData(_folder["data/my stripes"]);
        JsonObject nameless = Start("x", epochs: 1);
        nameless.Remove("id");
        nameless["dataset"] = "my stripes";
        Assert.Equal("my-stripes-gpt2", (string)(await PostAsync("/runs", nameless)).Body["id"]!);
        Assert.Equal("done", (string)(await FollowAsync("my-stripes-gpt2"))[^1].Data["state"]!);
    }

    [Fact]
    public async Task The_comparison_of_runs_is_sandboxed()
    {
        foreach (string id in (string[])["a", "b"])
        {
            await PostAsync("/runs", Start(id, epochs: 1));
            await FollowAsync(id);
            Evaluate(new RunFolder(Path.Combine(Models, id)));
        }

        using HttpResponseMessage response = await _client.GetAsync("/api/v1/runs/compare?ids=a,b");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.StartsWith("sandbox;", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        foreach (string ids in (string[])["a,nope", "a,..%2fb", "a"])
            Assert.NotEqual(HttpStatusCode.OK, (await _client.GetAsync($"/api/v1/runs/compare?ids={ids}")).StatusCode);
    }

    [Fact]
    public async Task A_report_that_is_a_symbolic_link_is_not_served()
    {
        await PostAsync("/runs", Start("linked", epochs: 1));
        await FollowAsync("linked");
        await File.WriteAllTextAsync(_folder["outside.html"], "not for the studio");
        File.CreateSymbolicLink(Path.Combine(Models, "linked", "report.html"), _folder["outside.html"]);
        using HttpResponseMessage response = await _client.GetAsync("/api/v1/runs/linked/report.html");
        Assert.Contains("report.html", await StudioServerFixture.ProblemAsync(response, 400));
    }

    [Fact]
    public async Task Reports_are_sandboxed_and_other_files_are_not_served()
    {
        await PostAsync("/runs", Start("reported", epochs: 1));
        await FollowAsync("reported");
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("/api/v1/runs/reported/report.html")).StatusCode);
        await File.WriteAllTextAsync(Path.Combine(Models, "reported", "report.html"), "<!doctype html><p>a report");
        using HttpResponseMessage report = await _client.GetAsync("/api/v1/runs/reported/report.html");
        Assert.Equal("text/html", report.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("sandbox;", Assert.Single(report.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        foreach (string path in (string[])["training.json", "model.safetensors", "..%2f..%2fdata", "checkpoint.safetensors"])
            Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync($"/api/v1/runs/reported/{path}")).StatusCode);
        using HttpResponseMessage rejected = await _client.GetAsync("/api/v1/runs/compare?ids=reported,reported");
        Assert.Equal(HttpStatusCode.BadRequest, rejected.StatusCode);
        using HttpResponseMessage incomplete = await _client.GetAsync("/api/v1/runs/compare");
        Assert.Contains("the parameter 'ids' is required", await StudioServerFixture.ProblemAsync(incomplete, 400));
    }

    [Fact]
    public async Task Data_sets_are_listed_and_have_contact_sheets()
    {
        JsonArray sets = JsonNode.Parse(await _client.GetStringAsync("/api/v1/datasets"))!["datasets"]!.AsArray();
        Assert.Equal(["creatures", "stripes"], sets.Select(s => (string)s!["id"]!));
        Assert.Equal((Side, Side), ((int)sets[1]!["width"]!, (int)sets[1]!["height"]!));
        Assert.True((int)sets[1]!["splits"]!["train"]! > 0);
        using HttpResponseMessage sheet = await _client.GetAsync("/api/v1/datasets/stripes/sheet.png");
        Assert.Equal("image/png", sheet.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("/api/v1/datasets/nope/sheet.png")).StatusCode);
    }

    /// <summary>Trains with so high a learning rate that the dev loss rises after the first epochs.</summary>
    private async Task TrainUntilItStopsEarlyAsync(string id)
    {
        DataReference reference = DataReference.Create(_folder["data/stripes"]);
        SpriteDataset data = await reference.LoadAsync();
        var config = ModelConfig.Default(ModelFamily.Find("gpt2"), data.Palette.Count, data.Width, data.Height, ModelPreset.Tiny);
        var recipe = new TrainingRecipe { Epochs = 100, BatchSize = 8, LearningRate = 0.3, BestMetric = SelectionMetric.DevLoss, Patience = 1 };
        using TrainingRun run = TrainingRun.Create(new RunFolder(Path.Combine(Models, id)), config, reference, data, recipe, 2);
        run.Train(new SilentListener());
        Assert.True(run.HasStoppedEarly);
    }

    private static JsonObject Start(string id, int epochs) => new() { ["id"] = id, ["dataset"] = "stripes", ["model_type"] = "gpt2", ["preset"] = "tiny", ["epochs"] = epochs, ["batch_size"] = 8 };

    private async Task<(StudioServer Server, HttpClient Client)> StartAsync(TimeProvider? clock = null)
    {
        StudioServer server = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = Models, Threads = 2, TimeProvider = clock ?? TimeProvider.System });
        return (server, new HttpClient { BaseAddress = server.Address });
    }

    private static void Evaluate(RunFolder folder)
    {
        var model = PixelModel.Load(folder.Path);
        SpriteDataset data = TrainingRecord.Load(folder.Record).Data.LoadAsync().GetAwaiter().GetResult();
        ModelEvaluation evaluation = ModelEvaluation.Compute(model, data, [SpriteDataset.Dev], new EvaluationOptions { Temperatures = [] });
        (evaluation.Report with { Model = ModelDescription.Of(model, folder) }).Save(folder.Evaluation);
    }

    private static void WriteData(string folder)
    {
        Directory.CreateDirectory(folder);
        string[] lines = [.. Enumerable.Range(0, 40).Select(i => string.Join(' ', Enumerable.Range(0, Side * Side).Select(p => (i + (p / Side)) % TinyModels.Colors)))];
        File.WriteAllLines(Path.Combine(folder, TextFolderSource.PixelFile), lines);
        File.WriteAllText(Path.Combine(folder, TextFolderSource.ColormapFile), TinyModels.Palette().ToColormapText());
    }

    private async Task<(HttpStatusCode Status, JsonObject Body)> PostAsync(string path, JsonObject body)
    {
        using HttpResponseMessage response = await _client.PostAsJsonAsync("/api/v1" + path, body);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    private async Task<List<(string Name, JsonNode Data)>> FollowAsync(string id, Func<(string Name, JsonNode Data), Task>? react = null)
    {
        using HttpResponseMessage response = await _client.GetAsync($"/api/v1/runs/{id}/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var events = new List<(string, JsonNode)>();
        await foreach (SseItem<string> item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            events.Add((item.EventType, JsonNode.Parse(item.Data)!));
            if (react is not null) await react(events[^1]);
        }

        return events;
    }

    private sealed class SilentListener : IRunListener
    {
        public void StepDone(in StepReport report)
        {
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
        }
    }
}
