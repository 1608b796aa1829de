using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Runs;
using PixelGpt.Tests.Runs;
using PixelGpt.Training;

namespace PixelGpt.Tests.Cli;

public sealed class TrainCommandTests : IDisposable
{
    private readonly CliFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_run_can_start_from_the_weights_of_a_run_or_of_the_built_in_model()
    {
        string start = await _fixture.TrainAsync("start"), config = _fixture["config.json"];
        string[] data = ["train", .. _fixture.Source, "--epochs", "1", "--json"];
        CliResult tuned = await CliFixture.RunAsync([.. data, "--from", start, "--out", _fixture["tuned"]]);
        Assert.True(tuned.Code == 0, tuned.Error);
        Assert.Equal(start, (string)tuned.Json["base_model"]!);
        CliResult builtIn = await CliFixture.RunAsync([.. data[..^1], "--from", "built-in", "--out", _fixture["built-in-tuned"]]);
        Assert.Contains("from     the weights of built-in", builtIn.Out + builtIn.Error);
        Assert.Contains("--config cannot be given with --from", await CliFixture.RefusedAsync([.. data, "--from", start, "--config", config, "--out", _fixture["a"]]));
        Assert.Contains($"--from cannot change: the run started from {start}", await CliFixture.RefusedAsync("train", "--resume", "--from", "built-in", "--out", _fixture["tuned"]));
        Assert.Contains("no such folder; expected a run folder, a model folder or built-in", await CliFixture.RefusedAsync([.. data, "--from", _fixture["nothing"], "--out", _fixture["a"]]));
    }

    [Fact]
    public async Task A_run_writes_model_record_and_metrics()
    {
        string run = await _fixture.TrainAsync("run", "--seed", "5", "--threads", "2");
        Assert.Equal(
            [".lock", "README.md", "checkpoint.previous.safetensors", "checkpoint.safetensors", "colormap.txt", "config.json", "metrics.csv", "metrics.jsonl", "model.safetensors", "training.json"],
            Directory.GetFileSystemEntries(run).Select(Path.GetFileName).Order());
        Assert.Equal(File.ReadAllText(Path.Combine(_fixture.Data, "colormap.txt")), File.ReadAllText(Path.Combine(run, "colormap.txt")));
        var model = PixelModel.Load(run);
        Assert.Equal((11, 30, 16), (model.Transformer.Description.VocabularySize, model.Transformer.Description.MaxPositions, model.Transformer.Description.HiddenSize));

        JsonNode record = Read(run, "training.json");
        Assert.Equal(["recipe", "data", "dataset", "frequency_nll", "seed", "threads", "parameters", "versions"], Keys(record));
        Assert.Equal((5ul, 2, model.Transformer.Parameters.Count), ((ulong)record["seed"]!, (int)record["threads"]!, (long)record["parameters"]!));
        Assert.Equal((_fixture.Data, "6x5", "24,8,8"), ((string)record["data"]!["source"]!, (string)record["data"]!["size"]!, (string)record["data"]!["splits"]!));
        Assert.Matches("^[0-9a-f]{64}$", (string)record["dataset"]!["checksum"]!);
        Assert.Equal("""{"train":24,"dev":8,"test":8}""", record["dataset"]!["splits"]!.ToJsonString());
        Assert.Equal(["pixelgpt", "dotnet", "os", "kernels"], Keys(record["versions"]!));

        string[] lines = File.ReadAllLines(Path.Combine(run, "metrics.jsonl"));
        Assert.Equal(2, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            JsonNode metrics = JsonNode.Parse(lines[i])!;
            Assert.Equal(["epoch", "loss", "dev_loss", "accuracy", "train_seconds", "eval_seconds", "tokens_per_second", "learning_rate", "grad_norm"], Keys(metrics));
            Assert.Equal((i + 1, 0.001), ((int)metrics["epoch"]!, (double)metrics["learning_rate"]!));
            Assert.InRange((double)metrics["accuracy"]!, 0, 1);
        }
    }

    [Fact]
    public async Task With_json_the_result_is_one_object_and_progress_goes_to_standard_error()
    {
        CliResult result = await CliFixture.RunAsync(_fixture.TrainArguments("run", "--epochs", "2", "--json"));
        Assert.Equal(0, result.Code);
        Assert.Equal(["run", "parameters", "epochs", "last", "lowest_loss", "lowest_dev_loss", "stopped_early", "kept_epoch", "train_seconds", "eval_seconds", "sampling"], Keys(result.Json));
        Assert.Equal((_fixture["run"], 2), ((string)result.Json["run"]!, (int)result.Json["epochs"]!));
        Assert.Contains("dev loss", result.Error);
        Assert.Contains("   2/2 ", result.Error);
    }

    [Fact]
    public async Task Quiet_prints_the_result_only()
    {
        CliResult result = await CliFixture.RunAsync(_fixture.TrainArguments("run", "--epochs", "1", "--quiet"));
        Assert.Equal(("Next: pixelgpt complete " + _fixture["run"] + Environment.NewLine, ""), (result.Out, result.Error));
    }

    [Fact]
    public async Task The_settings_name_the_optimizer()
    {
        CliResult result = await CliFixture.RunAsync(_fixture.TrainArguments("run", "--epochs", "1", "--optimizer", "muon"));
        Assert.Contains("Muon for the matrices of the blocks, AdamW for the rest with learning rate", result.Out + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_option_is_recorded_and_the_record_reproduces_the_run()
    {
        string run = await _fixture.TrainAsync(
            "run", "--epochs", "2", "--lr", "0.01", "--optimizer", "muon", "--muon-lr", "0.03", "--weight-decay", "0.2", "--decay-matrices-only", "--min-lr-ratio", "0.1", "--ema", "0.9", "--adam-beta1", "0.8", "--adam-beta2", "0.95", "--adam-epsilon", "1e-6",
            "--schedule", "cosine", "--warmup", "3", "--clip", "0.5", "--skip-bad-steps", "--best-metric", "dev-loss", "--patience", "7", "--prompt-fraction", "0.5", "--seed", "9");
        Assert.Equal(
            """{"epochs":2,"batch_size":6,"learning_rate":0.01,"optimizer":"muon","muon_learning_rate":0.03,"weight_decay":0.2,"decay_matrices_only":true,"adam_beta1":0.8,"adam_beta2":0.95,"adam_epsilon":1E-06,"lr_scheduler_type":"cosine","warmup_steps":3,"min_lr_ratio":0.1,"max_grad_norm":0.5,"ema":0.9,"flip":false,"rotate":false,"max_shift":0,"recolor":false,"mask_fraction":0,"skip_bad_steps":true,"best_metric":"dev_loss","patience":7,"prompt_fraction":0.5,"seed":9}""",
            Read(run, "training.json")["recipe"]!.ToJsonString());
        string again = await _fixture.TrainAsync("again", "--recipe", Path.Combine(run, "training.json"), "--threads", "1");
        RunFixture.AssertSame(new(run), new(again));
    }

    [Fact]
    public async Task Options_override_the_recipe_file_which_overrides_the_defaults()
    {
        string recipe = _fixture.Write("recipe.json", """{"epochs": 1, "learning_rate": 0.5, "seed": 4}""");
        JsonNode used = Read(await _fixture.TrainAsync("run", "--recipe", recipe, "--lr", "0.02"), "training.json")["recipe"]!;
        Assert.Equal((1, 6, 0.02, 0.1, 4ul), ((int)used["epochs"]!, (int)used["batch_size"]!, (double)used["learning_rate"]!, (double)used["weight_decay"]!, (ulong)used["seed"]!));
    }

    [Fact]
    public async Task The_error_names_the_recipe_file_and_its_unknown_property()
    {
        string recipe = _fixture.Write("recipe.json", """{"epoch": 1}""");
        string error = await CliFixture.RefusedAsync(_fixture.TrainArguments("run", "--recipe", recipe));
        Assert.Contains(recipe, error);
        Assert.Contains("'epoch'", error);
        Assert.False(Directory.Exists(_fixture["run"]));
    }

    [Fact]
    public async Task Model_and_preset_select_family_and_size()
    {
        string config = await File.ReadAllTextAsync(Path.Combine(await RunAsync("--model", "qwen3", "--preset", "tiny"), "config.json"));
        Assert.Contains("\"model_type\": \"qwen3\"", config);
        Assert.Contains("\"num_hidden_layers\": 1", config);
        Assert.Contains("not both", await CliFixture.RefusedAsync([.. _fixture.TrainArguments("both"), "--model", "llama"]));
        Assert.Contains("--model cannot change", await CliFixture.RefusedAsync("train", "--resume", "--out", _fixture["run"], "--model", "llama"));

        async Task<string> RunAsync(params string[] model)
        {
            CliResult result = await CliFixture.RunAsync(["train", .. _fixture.Source, .. model, "--epochs", "1", "--out", _fixture["run"]]);
            Assert.True(result.Code == 0, result.Error);
            return _fixture["run"];
        }
    }

    [Fact]
    public async Task Without_options_the_small_preset_of_the_pixel_family_is_trained_with_its_recipe()
    {
        JsonNode recipe = await TrainedRecipeAsync("run", "--epochs", "2");
        TransformerDescription shape = PixelModel.Load(_fixture["run"]).Transformer.Description;
        Assert.Equal(("pixelgpt", 2, 64), ((string)Read(_fixture["run"], "config.json")["model_type"]!, shape.Layers, shape.HiddenSize));
        TrainingRecipe expected = PresetRecipe.For(ModelFamily.Find("pixelgpt")) with { Epochs = 2, WarmupSteps = 0 };
        Assert.Equal(RecipeFile.ToJson(expected), RecipeFile.ToJson(recipe.Deserialize(RunJson.Default.TrainingRecipe)!));
    }

    [Fact]
    public async Task Family_and_preset_select_the_recipe_and_options_replace_its_values()
    {
        Assert.Equal((20, 1), ((int)(await TrainedRecipeAsync("tiny", "--preset", "tiny", "--ema", "0"))["epochs"]!, PixelModel.Load(_fixture["tiny"]).Transformer.Description.Layers));
        Assert.Equal(0, (double)Read(_fixture["tiny"], "training.json")["recipe"]!["ema"]!);
        JsonNode llama = await TrainedRecipeAsync("llama", "--model", "llama", "--preset", "tiny", "--epochs", "1");
        Assert.Equal(RecipeFile.ToJson(new TrainingRecipe { Epochs = 1 }), RecipeFile.ToJson(llama.Deserialize(RunJson.Default.TrainingRecipe)!));
        JsonNode free = await TrainedRecipeAsync("free", "--preset", "tiny", "--epochs", "1", "--decay-matrices-only", "false", "--warmup", "3");
        Assert.Equal((false, 3), ((bool)free["decay_matrices_only"]!, (int)free["warmup_steps"]!));
    }

    [Fact]
    public async Task A_recipe_file_replaces_values_of_the_preset_but_the_record_of_a_run_replaces_all()
    {
        JsonNode few = await TrainedRecipeAsync("few", "--preset", "tiny", "--recipe", _fixture.Write("few.json", """{"epochs": 1, "ema": 0.5}"""));
        Assert.Equal((1, 0.5, "cosine", 0), ((int)few["epochs"]!, (double)few["ema"]!, (string)few["lr_scheduler_type"]!, (int)few["warmup_steps"]!));
        JsonNode all = await TrainedRecipeAsync("all", "--preset", "tiny", "--recipe", _fixture.Write("training.json", """{"recipe": {"epochs": 1}}"""));
        Assert.Equal(RecipeFile.ToJson(new TrainingRecipe { Epochs = 1 }), RecipeFile.ToJson(all.Deserialize(RunJson.Default.TrainingRecipe)!));
    }

    [Fact]
    public async Task Without_a_dev_split_the_training_loss_selects_the_best_epoch_and_this_is_said()
    {
        string[] train = ["train", "--data", _fixture.Data, "--size", "6x5", "--splits", "32,0,8", "--preset", "tiny", "--epochs", "1"];
        CliResult result = await CliFixture.RunAsync([.. train, "--out", _fixture["run"]]);
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains("no complete dev sprites, so the training loss selects the best epoch", result.Out);
        Assert.Equal(("loss", 0), ((string)Read(_fixture["run"], "training.json")["recipe"]!["best_metric"]!, (int)Read(_fixture["run"], "training.json")["recipe"]!["patience"]!));
        Assert.Contains("--best-metric must be the training loss, because the dev split has no complete sprites", await CliFixture.RefusedAsync([.. train, "--best-metric", "dev-loss", "--out", _fixture["other"]]));
    }

    [Fact]
    public async Task The_recipe_of_the_course_work_trains_a_GPT_2_with_the_bits_of_its_defaults()
    {
        await TrainedRecipeAsync("gpt2", "--model", "gpt2", "--epochs", "2");
        await TrainedRecipeAsync("coursework", "--recipe", "coursework", "--epochs", "2");
        Assert.Equal("gpt2", (string)Read(_fixture["coursework"], "config.json")["model_type"]!);
        RunFixture.AssertSame(new(_fixture["gpt2"]), new(_fixture["coursework"]));
        Assert.Equal(Read(_fixture["gpt2"], "config.json").ToJsonString(), Read(_fixture["coursework"], "config.json").ToJsonString());
        Assert.Equal(Read(_fixture["gpt2"], "training.json")["recipe"]!.ToJsonString(), Read(_fixture["coursework"], "training.json")["recipe"]!.ToJsonString());
    }

    [Fact]
    public async Task Options_replace_the_model_and_the_values_of_a_built_in_recipe()
    {
        CliResult result = await CliFixture.RunAsync(["train", .. _fixture.Source, "--recipe", "coursework", "--preset", "tiny", "--model", "qwen2", "--epochs", "1", "--lr", "0.02", "--out", _fixture["run"]]);
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(("qwen2", 1), ((string)Read(_fixture["run"], "config.json")["model_type"]!, (int)Read(_fixture["run"], "config.json")["num_hidden_layers"]!));
        Assert.Equal((1, 0.02), ((int)Read(_fixture["run"], "training.json")["recipe"]!["epochs"]!, (double)Read(_fixture["run"], "training.json")["recipe"]!["learning_rate"]!));
        Assert.Contains("--recipe must be coursework or a file (no such file: 'courswork')", await CliFixture.RefusedAsync(_fixture.TrainArguments("other", "--recipe", "courswork")));
    }

    [Fact]
    public async Task Early_stopping_is_reported()
    {
        // With so high a learning rate the loss rises after the first epochs.
        string[] options = ["--epochs", "40", "--lr", "0.3", "--best-metric", "dev-loss", "--patience", "2"];
        CliResult text = await CliFixture.RunAsync(_fixture.TrainArguments("text", options)), json = await CliFixture.RunAsync(_fixture.TrainArguments("json", [.. options, "--json"]));
        Assert.True((bool)json.Json["stopped_early"]!);
        int epochs = (int)json.Json["epochs"]!;
        Assert.Equal((int)json.Json["kept_epoch"]! + 2, epochs);
        Assert.Contains($"stopped early after epoch {epochs} of 40: the dev loss has not improved for 2 epochs", text.Out);
        CliResult again = await CliFixture.RunAsync("train", "--resume", "--out", _fixture["text"]);
        Assert.Contains("stopped early after epoch", again.Out);
        Assert.Contains("epochs cannot be added", await CliFixture.RefusedAsync("train", "--resume", "--out", _fixture["text"], "--epochs", "50"));
    }

    [Fact]
    public async Task Sizes_and_dropout_replace_those_of_the_configuration()
    {
        string run = await _fixture.TrainAsync("run", "--epochs", "1", "--layers", "2", "--heads", "3", "--dim", "24", "--dropout", "0.2");
        TransformerDescription shape = PixelModel.Load(run).Transformer.Description;
        Assert.Equal((2, 3, 24, 96, 0.2f, 0.2f), (shape.Layers, shape.Heads, shape.HiddenSize, shape.IntermediateSize, shape.AttentionDropout, shape.ResidualDropout));
        Assert.Contains("--layers, --dropout cannot change", await CliFixture.RefusedAsync("train", "--resume", "--out", run, "--layers", "3", "--dropout", "0"));
        Assert.Contains("error: --dim must be divisible by the number of heads, which is 5 (got 24)", await CliFixture.RefusedAsync(_fixture.TrainArguments("other", "--heads", "5", "--dim", "24")));
        Assert.Contains("error: --dropout must be at least 0 and less than 1 (got 1)", await CliFixture.RefusedAsync(_fixture.TrainArguments("other", "--dropout", "1")));
        Assert.False(Directory.Exists(_fixture["other"]));
    }

    [Fact]
    public async Task A_folder_that_already_has_a_run_is_refused()
    {
        await _fixture.TrainAsync("run", "--epochs", "1");
        Assert.Contains("--resume", await CliFixture.RefusedAsync(_fixture.TrainArguments("run")));
    }

    [Theory]
    [InlineData("--data is required", "train")]
    [InlineData("did you mean creatures?", "train", "--data", "creaturs")]
    [InlineData("require --data", "train", "--size", "6x5")]
    [InlineData("--threads must be 1 to 1024 (got 0)", "train", "--data", "creatures", "--threads", "0")]
    [InlineData("--epochs must be at least 1 (got -1)", "train", "--data", "creatures", "--epochs", "-1")]
    [InlineData("--lr must be greater than 0 (got NaN)", "train", "--data", "creatures", "--lr", "NaN")]
    [InlineData("no-config.json", "train", "--data", "creatures", "--config", "no-config.json")]
    [InlineData("no-recipe.json", "train", "--data", "creatures", "--recipe", "no-recipe.json")]
    [InlineData("--resume requires --out", "train", "--resume")]
    [InlineData("training.json", "train", "--resume", "--out", "no-such-run")]
    public async Task Invalid_arguments_are_refused_in_one_line(string message, params string[] arguments)
    {
        string error = await CliFixture.RefusedAsync(arguments);
        Assert.Contains(message, error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    /// <summary>Trains on the small data set and returns the recorded recipe.</summary>
    private async Task<JsonNode> TrainedRecipeAsync(string run, params string[] options)
    {
        CliResult result = await CliFixture.RunAsync(["train", .. _fixture.Source, .. options, "--out", _fixture[run]]);
        Assert.True(result.Code == 0, result.Error);
        return Read(_fixture[run], "training.json")["recipe"]!;
    }

    private static JsonNode Read(string run, string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(run, file)))!;

    private static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(p => p.Key);
}
