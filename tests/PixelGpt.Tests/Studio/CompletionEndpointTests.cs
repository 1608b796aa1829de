using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Judging;
using PixelGpt.Models;
using PixelGpt.Rendering;
using PixelGpt.Runs;
using PixelGpt.Studio;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

public sealed class CompletionEndpointTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    private const string Path = "/api/v1/completions";
    private const string Prompt = "\"prompt\": {\"width\": 6, \"height\": 5, \"pixels\": [1, 2, 3, 4, 5, 6, 7]}";

    private static readonly int[] Given = [1, 2, 3, 4, 5, 6, 7];

    [Fact]
    public async Task Completions_equal_those_of_the_decoder()
    {
        JsonObject response = await CompleteAsync("\"do_sample\": true, \"temperature\": 0.9, \"top_k\": 7, \"top_p\": 0.95, \"min_p\": 0.01, \"repetition_penalty\": 1.1, \"seed\": 5, \"num_return_sequences\": 3");
        using var decoder = new PixelDecoder(PixelModel.Load(studio.Tiny), threads: 1);
        var options = new GenerationOptions { DoSample = true, Temperature = 0.9, TopK = 7, TopP = 0.95, MinP = 0.01, RepetitionPenalty = 1.1, Seed = 5, NumReturnSequences = 3 };
        int[][] expected = decoder.Complete([new CompletionRequest(Given, 30, Width: 6)], options);
        Assert.Equal(expected, Pictures(response));
        Assert.Equal((6, 5, 7), ((int)response["width"]!, (int)response["height"]!, (int)response["prompt_pixels"]!));
    }

    [Fact]
    public async Task Completions_are_ranked_by_their_scores()
    {
        JsonObject response = await CompleteAsync("\"do_sample\": true, \"temperature\": 2, \"seed\": 5, \"num_return_sequences\": 6, \"record\": true");
        int[][] pictures = Pictures(response);
        double[] scores = CandidateScores.Compare([.. response["completions"]!.AsArray().Select((c, i) => c!["probability"]!.AsArray().Select((p, at) => (pictures[i][7 + at] == 0, -Math.Log((double)p!))).ToArray())]);
        Assert.Equal(Enumerable.Range(0, 6).OrderByDescending(i => scores[i]), response["ranking"]!.AsArray().Select(r => (int)r!));
        Assert.Equal(scores.Select(s => Math.Round(s, 4)), response["scores"]!.AsArray().Select(s => Math.Round((double)s!, 4)));
    }

    [Fact]
    public async Task The_generation_configuration_of_the_model_is_the_default()
    {
        string folder = System.IO.Path.Combine(studio.Models, "sampled");
        TemporaryFolder.Copy(studio.Tiny, folder);
        try
        {
            File.WriteAllText(System.IO.Path.Combine(folder, "generation_config.json"), """{"do_sample": true, "temperature": 3.0, "top_k": 7}""");
            Assert.Equal(Pictures(await CompleteAsync("\"do_sample\": true, \"temperature\": 3, \"top_k\": 7")), await PicturesAsync(""));
            Assert.Equal(Pictures(await CompleteAsync("\"do_sample\": true, \"temperature\": 0.5, \"top_k\": 7")), await PicturesAsync(", \"temperature\": 0.5"));
            Assert.Equal(Pictures(await CompleteAsync("\"seed\": 0")), await PicturesAsync(", \"do_sample\": false"));
            File.WriteAllText(System.IO.Path.Combine(folder, "generation_config.json"), """{"do_sample": true, "temperature": 0}""");
            Assert.EndsWith("generation_config.json: temperature must be greater than 0 (got 0)", await studio.RejectedAsync(Path, $$"""{"model": "sampled", {{Prompt}}}"""));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task<int[][]> PicturesAsync(string options) => Pictures(await studio.PostAsync(Path, $$"""{"model": "sampled", {{Prompt}}{{options}}}"""));
    }

    [Fact]
    public async Task A_judge_in_the_models_folder_ranks_the_completions()
    {
        const string Options = "\"do_sample\": true, \"temperature\": 3, \"num_return_sequences\": 8";
        string folder = System.IO.Path.Combine(studio.Models, "judge");
        using var cli = new CliFixture();
        CliResult trained = await CliFixture.RunAsync(["judge", "train", .. cli.Source, "--copies", "1", "--generator-epochs", "2", "--rounds", "1", "--epochs", "2", "--no-held-out", "--out", folder]);
        Assert.True(trained.Code == 0, trained.Error);
        try
        {
            JsonObject judged = await CompleteAsync(Options + ", \"judge\": \"judge\"");
            Assert.Equal(Pictures(await CompleteAsync(Options)), Pictures(judged));
            IReadOnlyList<Verdict> verdicts = Judge.Load(folder).Score([.. Pictures(judged).Select(p => new Sprite(6, 5, p))], 1);
            int[] ranking = [.. judged["ranking"]!.AsArray().Select(r => (int)r!)];
            Assert.Equal(verdicts.Select(v => v.Probability).OrderDescending(), ranking.Select(i => verdicts[i].Probability));
            string streamed = await StreamAsync($$"""{"model": "tiny", {{Prompt}}, {{Options}}, "judge": "judge", "stream": true}""");
            Assert.Contains($"\"ranking\":[{string.Join(',', ranking)}]", streamed);
            Assert.Contains("judge.json: no such file", await studio.RejectedAsync(Path, $$"""{"model": "tiny", {{Prompt}}, "judge": "tiny"}"""));
            Assert.Contains("no model or run has the id", await studio.RejectedAsync(Path, $$"""{"model": "tiny", {{Prompt}}, "judge": "nobody"}""", 404));
            Assert.Contains("trained on pictures of 6×5 pixels", await studio.RejectedAsync(Path, """{"model": "tiny", "prompt": {"width": 5, "height": 5, "pixels": [1]}, "judge": "judge"}"""));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task<string> StreamAsync(string json)
        {
            using HttpResponseMessage response = await studio.Client.PostAsync(Path, StudioServerFixture.Json(json));
            return await response.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task Locked_pixels_have_their_colours()
    {
        int[] picture = Pictures(await CompleteAsync("\"locked\": [[10, 3], [29, 9]]"))[0];
        Assert.Equal((3, 9), (picture[10], picture[29]));
    }

    [Fact]
    public async Task Only_allowed_colours_are_generated() =>
        Assert.All(Pictures(await CompleteAsync("\"colors\": [8, 9], \"do_sample\": true"))[0][7..], color => Assert.InRange(color, 8, 9));

    [Fact]
    public async Task A_record_has_one_element_per_generated_pixel()
    {
        JsonNode one = (await CompleteAsync("\"record\": true, \"alternatives\": 3"))["completions"]![0]!;
        Assert.Equal(23, one["probability"]!.AsArray().Count);
        Assert.Equal(23, one["entropy"]!.AsArray().Count);
        Assert.All(one["alternatives"]!.AsArray(), pixel => Assert.Equal(3, pixel!.AsArray().Count));
        Assert.Equal((double)one["log_likelihood"]!, one["probability"]!.AsArray().Sum(p => Math.Log((double)p!)), 3);
    }

    [Fact]
    public async Task A_completion_can_be_a_PNG()
    {
        JsonNode one = (await CompleteAsync("\"format\": \"png\", \"scale\": 4"))["completions"]![0]!;
        Assert.Null(one["pixels"]);
        var image = PngReader.Read(Convert.FromBase64String((string)one["png"]!), "response");
        Assert.Equal((24, 20), (image.Width, image.Height));
        Assert.Equal(Rgba.From(TinyModels.Palette()[Given[1]]), image[4, 0]);
    }

    [Fact]
    public async Task The_prompt_of_an_image_has_the_requested_length()
    {
        int[] pixels = [.. Enumerable.Range(0, 30).Select(i => i % 11)];
        string file = File64(pixels, scale: 3);
        JsonObject byDefault = await studio.PostAsync(Path, $$"""{"model": "tiny", "image": "{{file}}"}""");
        JsonObject byCount = await studio.PostAsync(Path, $$"""{"model": "tiny", "image": "{{file}}", "prompt_pixels": 5}""");
        Assert.Equal((18, 5), ((int)byDefault["prompt_pixels"]!, (int)byCount["prompt_pixels"]!));
        Assert.Equal(pixels[..18], Pictures(byDefault)[0][..18]);
        Assert.Contains("enlarged 3 times", (string)byDefault["image_notes"]![0]!);
    }

    [Theory]
    [InlineData("prompt_fraction")]
    [InlineData("keep")]
    public async Task The_prompt_fraction_has_an_alias(string name)
    {
        JsonObject response = await studio.PostAsync(Path, $$"""{"model": "tiny", "image": "{{File64([.. new int[30]], 1)}}", "{{name}}": 0.5}""");
        Assert.Equal(15, (int)response["prompt_pixels"]!);
    }

    [Theory]
    [InlineData(0.29)]
    [InlineData(0.45)]
    [InlineData(0.55)]
    [InlineData(0.95)]
    public async Task The_prompt_fraction_is_rounded_as_in_the_library(double promptFraction)
    {
        JsonObject response = await studio.PostAsync(Path, $$"""{"model": "tiny", "image": "{{File64([.. new int[30]], 1)}}", "prompt_fraction": {{promptFraction}}}""");
        Assert.Equal(SequenceViews.PromptLength(30, promptFraction), (int)response["prompt_pixels"]!);
    }

    [Fact]
    public async Task A_model_with_weights_that_are_not_finite_is_refused()
    {
        using var folder = new TemporaryFolder();
        TinyModels.Save(folder["bad"]);
        WeightsFile.Set(System.IO.Path.Combine(folder["bad"], "model.safetensors"), "transformer.ln_f.weight", float.NaN, 2);
        await using StudioServer server = await studio.StartAsync(o => o with { Models = folder.Path });
        using var client = new HttpClient { BaseAddress = server.Address };
        using HttpResponseMessage response = await client.PostAsync(Path, StudioServerFixture.Json($$"""{"model": "bad", {{Prompt}}}"""));
        Assert.Contains("model.safetensors: tensor 'transformer.ln_f.weight' has 1 of 20 values", await StudioServerFixture.ProblemAsync(response, 400));
    }

    [Fact]
    public async Task A_rejected_request_of_a_batch_does_not_affect_the_others()
    {
        JsonArray results = (await studio.PostAsync(Path + "/batch", $$"""{"requests": [{"model": "tiny", {{Prompt}}}, {"model": "nowhere", {{Prompt}}}, {"model": "tiny", {{Prompt}}, "stream": true}, null]}"""))["results"]!.AsArray();
        Assert.Equal(4, results.Count);
        Assert.Equal(Pictures(await CompleteAsync("\"seed\": 0")), Pictures(results[0]!["completions"]!));
        Assert.Equal([404, 400, 400], results.Skip(1).Select(r => (int)r!["problem"]!["status"]!));
    }

    [Theory]
    [InlineData("\"temperature\": 0", "temperature")]
    [InlineData("\"temperature\": -1", "temperature")]
    [InlineData("\"top_p\": 2", "top_p must be")]
    [InlineData("\"num_return_sequences\": 17, \"do_sample\": true", "num_return_sequences")]
    [InlineData("\"num_return_sequences\": 0", "num_return_sequences")]
    [InlineData("\"num_return_sequences\": 2", "greedy")]
    [InlineData("\"alternatives\": 9, \"record\": true", "alternatives")]
    [InlineData("\"alternatives\": 9, \"stream\": true", "alternatives")]
    [InlineData("\"colors\": []", "colours")]
    [InlineData("\"colors\": [99]", "99")]
    [InlineData("\"locked\": [[30, 1]]", "locked")]
    [InlineData("\"locked\": [[-1, 1]]", "locked")]
    [InlineData("\"locked\": [[20, 99]]", "99")]
    [InlineData("\"locked\": [[1]]", "pairs")]
    [InlineData("\"locked\": [null]", "pairs")]
    [InlineData("\"format\": \"gif\"", "format")]
    [InlineData("\"format\": null", "format")]
    [InlineData("\"scale\": 0", "scale")]
    [InlineData("\"scale\": 1000", "scale")]
    [InlineData("\"prompt_fraction\": 0.5", "prompt_fraction")]
    [InlineData("\"keep\": 0.5", "keep")]
    [InlineData("\"seed\": -1", "seed")]
    [InlineData("\"seed\": \"1\"", "seed")]
    [InlineData("\"image\": \"AAAA\"", "prompt")]
    [InlineData("\"temprature\": 1", "temprature")]
    [InlineData("\"num_return_sequences\": 99999999999999", "num_return_sequences")]
    public async Task An_invalid_option_is_named(string option, string expected) =>
        Assert.Contains(expected, await studio.RejectedAsync(Path, $$"""{"model": "tiny", {{Prompt}}, {{option}}}"""));

    [Theory]
    [InlineData("""{"width": 6, "height": 5, "pixels": []}""")]
    [InlineData("""{"width": 6, "height": 5, "pixels": [11]}""")]
    [InlineData("""{"width": 6, "height": 5, "pixels": [-1]}""")]
    [InlineData("""{"width": 0, "height": 5, "pixels": [1]}""")]
    [InlineData("""{"width": -6, "height": -5, "pixels": [1]}""")]
    [InlineData("""{"width": 65, "height": 5, "pixels": [1]}""")]
    [InlineData("""{"width": 7, "height": 5, "pixels": [11]}""")]
    [InlineData("""{"width": 2147483647, "height": 2147483647, "pixels": [1]}""")]
    [InlineData("""{"width": 1, "height": 2, "pixels": [1, 1, 1]}""")]
    [InlineData("""{"width": 6, "height": 5, "pixels": null}""")]
    [InlineData("""{"width": 6, "height": 5}""")]
    [InlineData("""{"width": 6.5, "height": 5, "pixels": [1]}""")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task An_invalid_prompt_is_rejected(string prompt) => await studio.RejectedAsync(Path, $$"""{"model": "tiny", "prompt": {{prompt}}}""");

    [Theory]
    [InlineData("\"prompt_pixels\": 0")]
    [InlineData("\"prompt_pixels\": -1")]
    [InlineData("\"prompt_pixels\": 31")]
    [InlineData("\"prompt_fraction\": 0")]
    [InlineData("\"prompt_fraction\": 0.01")]
    [InlineData("\"prompt_fraction\": 1")]
    [InlineData("\"prompt_fraction\": 1.5")]
    [InlineData("\"prompt_fraction\": 0.5, \"prompt_pixels\": 3")]
    [InlineData("\"prompt_fraction\": 0.5, \"keep\": 0.5")]
    [InlineData("\"keep\": 0")]
    [InlineData("\"keep\": 0.5, \"prompt_pixels\": 3")]
    public async Task An_invalid_prompt_length_is_rejected(string option) =>
        Assert.Contains("prompt_", await studio.RejectedAsync(Path, $$"""{"model": "tiny", "image": "{{File64([.. new int[30]], 1)}}", {{option}}}"""));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"tiny\"")]
    [InlineData("{}")]
    [InlineData("{\"model\": null}")]
    [InlineData("{\"model\": 5}")]
    [InlineData("{\"model\": \"tiny\"}")]
    [InlineData("{\"model\": \"tiny\", \"image\": \"not base 64\"}")]
    [InlineData("{\"model\": \"tiny\", \"image\": \"AAAA\"}")]
    [InlineData("{\"model\": \"tiny\", \"image\": \"\"}")]
    [InlineData("{\"model\": \"\\ud800\"}")]
    public async Task An_invalid_body_is_rejected(string body) => await studio.RejectedAsync(Path, body);

    [Fact]
    public async Task Malformed_JSON_is_reported_with_its_line()
    {
        string detail = await studio.RejectedAsync(Path, "{\"model\": \"tiny\",\n \"seed\": x}");
        Assert.Contains("line 2", detail);
    }

    [Theory]
    [InlineData("""{"model": "tiny", "temprature": 1}""", "unknown property 'temprature'")]
    [InlineData("""{"seed": 1}""", "missing required properties: 'model'")]
    [InlineData("""{"model": null}""", "at $.model (line 1, byte 15): the value must not be null")]
    [InlineData("", "the request body is missing")]
    [InlineData("""{"model": "tiny", "image": "not base 64"}""", "at $.image (line 1, byte 41): the value must be a base64 string")]
    [InlineData("""{"model": "tiny", "seed": "one"}""", "at $.seed (line 1, byte 32): the value has the wrong type or is out of range")]
    public async Task JSON_errors_do_not_name_types_of_the_program(string body, string expected)
    {
        string detail = await studio.RejectedAsync(Path, body);
        Assert.Contains(expected, detail);
        Assert.DoesNotContain("PixelGpt", detail);
    }

    [Theory]
    [InlineData("{\"requests\": []}")]
    [InlineData("{\"requests\": null}")]
    [InlineData("{}")]
    public async Task An_empty_batch_is_rejected(string body) => await studio.RejectedAsync(Path + "/batch", body);

    [Fact]
    public async Task A_large_batch_is_rejected() =>
        Assert.Contains("64", await studio.RejectedAsync(Path + "/batch", $$"""{"requests": [{{string.Join(',', Enumerable.Repeat("{\"model\": \"tiny\"}", 65))}}]}"""));

    private static int[][] Pictures(JsonNode response) => [.. response["completions"]!.AsArray().Select(c => (int[])[.. c!["pixels"]!.AsArray().Select(p => (int)p!)])];

    private static string File64(int[] pixels, int scale)
    {
        using var stream = new MemoryStream();
        PngWriter.Write(stream, SpriteImage.Render(new Sprite(6, 5, pixels), TinyModels.Palette(), scale));
        return Convert.ToBase64String(stream.ToArray());
    }

    private Task<JsonObject> CompleteAsync(string options) => studio.PostAsync(Path, $$"""{"model": "tiny", {{Prompt}}, {{options}}}""");
}
