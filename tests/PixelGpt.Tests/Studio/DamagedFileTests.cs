using System.Net;
using System.Text.Json.Nodes;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>Damages files of a run in turn, and checks that no response has a folder of the machine or the name of a .NET type.</summary>
public sealed class DamagedFileTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    public static TheoryData<string, string, string> Damages => new()
    {
        { "config.json", """{"model_type": "gpt2", "n_embd": "wide"}""", "/api/v1/models/{0}" },
        { "config.json", "{", "/api/v1/models/{0}" },
        { "training.json", """{"recipe": 5}""", "/api/v1/runs/{0}" },
        { "training.json", """{"recipe": {"optimizer": "none"}}""", "/api/v1/runs/{0}" },
        { "training.json", """{"surprise": 1}""", "/api/v1/models/{0}/samples" },
        { "metrics.jsonl", """{"epoch": "one"}""", "/api/v1/runs/{0}" },
        { "generation_config.json", """{"temperature": "hot"}""", "/api/v1/models/{0}" },
        { "colormap.txt", "red", "/api/v1/models/{0}" },
        { "evaluation.json", """{"splits": 5}""", "/api/v1/runs/compare?ids={0},tiny" },
        { "model.safetensors", "no weights", "/api/v1/runs/{0}/events" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task The_reason_has_no_folders_and_types(string file, string content, string path)
    {
        string id = $"damaged-{Guid.NewGuid():N}";
        TemporaryFolder.Copy(studio.Tiny, Path.Combine(studio.Models, id));
        await File.WriteAllTextAsync(Path.Combine(studio.Models, id, file), content);
        using HttpResponseMessage response = await studio.Client.GetAsync(string.Format(null, System.Text.CompositeFormat.Parse(path), id));
        string text = await response.Content.ReadAsStringAsync();
        CheckText(text);
        if (path.Contains("compare", StringComparison.Ordinal)) Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        if (file is "config.json" or "metrics.jsonl") Assert.Contains(id, (string?)JsonNode.Parse(text)!["problem"]);
    }

    [Theory]
    [InlineData("completions", """{"model": "{0}", "prompt": {"width": 6, "height": 5, "pixels": [1]}}""", "model.safetensors")]
    [InlineData("completions/batch", """{"requests": [{"model": "{0}", "prompt": {"width": 6, "height": 5, "pixels": [1]}}]}""", "model.safetensors")]
    [InlineData("completions", """{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1]}, "judge": "{0}"}""", "config.json")]
    [InlineData("runs/{0}/resume", "{}", "metrics.jsonl")]
    [InlineData("runs/{0}/evaluate", "{}", "training.json")]
    public async Task Requests_that_need_the_file_are_answered_without_them(string path, string body, string file)
    {
        string id = $"damaged-{Guid.NewGuid():N}";
        TemporaryFolder.Copy(studio.Tiny, Path.Combine(studio.Models, id));
        await File.WriteAllTextAsync(Path.Combine(studio.Models, id, file), "damaged");
        using HttpResponseMessage response = await studio.Client.PostAsync($"/api/v1/{path.Replace("{0}", id, StringComparison.Ordinal)}", StudioServerFixture.Json(body.Replace("{0}", id, StringComparison.Ordinal)));
        string text = await response.Content.ReadAsStringAsync();
        CheckText(text);
        Assert.Contains("\"detail\"", text);
    }

    [Fact]
    public async Task A_run_whose_pictures_are_gone_names_only_their_folder()
    {
        const string Id = "without-data";
        TemporaryFolder.Copy(studio.Tiny, Path.Combine(studio.Models, Id));
        var folder = new RunFolder(Path.Combine(studio.Models, Id));
        string record = await File.ReadAllTextAsync(folder.Record);
        string source = TrainingRecord.Load(folder.Record).Data.Source;
        await File.WriteAllTextAsync(folder.Record, record.Replace(source, source + "-gone", StringComparison.Ordinal));
        string detail = await studio.RejectedAsync($"/api/v1/runs/{Id}/evaluate", "{}");
        Assert.StartsWith($"the folder 'data-gone' with the pictures that '{Id}' has learned from is gone", detail);
    }

    private static void CheckText(string text)
    {
        Assert.DoesNotContain(Path.GetTempPath().TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, text);
        Assert.DoesNotContain("System.", text);
        Assert.DoesNotContain("PixelGpt.", text);
        Assert.DoesNotContain("Exception", text);
        Assert.DoesNotContain("internal error", text);
    }
}
