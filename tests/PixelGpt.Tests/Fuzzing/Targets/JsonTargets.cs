using System.Text;
using System.Text.Json.Nodes;
using PixelGpt.Data.Sources.Hub;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Runs;
using PixelGpt.Tests.Fuzzing.Mutations;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Fuzzing.Targets;

internal sealed class ConfigTarget() : FileTarget("config", "config.json", [.. MakeSeeds().Select(Encoding.UTF8.GetBytes)])
{
    private static readonly string[] Words =
    [
        "gpt2", "llama", "mistral", "qwen2", "qwen3", "n_layer", "num_hidden_layers", "n_head", "num_attention_heads", "num_key_value_heads", "head_dim", "hidden_size", "intermediate_size", "vocab_size",
        "max_position_embeddings", "sliding_window", "use_sliding_window", "max_window_layers", "rope_theta", "rope_scaling", "rope_type", "linear", "llama3", "factor", "image_width", "image_height",
        "pixelgpt", "neighbors", "row_column_embedding", "position_embedding", "learned", "rope", "query_key_norm", "value_residual", "color_features", "color_frequencies", "pointer_size",
    ];

    public override byte[] Mutate(byte[] input, FuzzRandom random) => JsonMutation.Apply(input, random, Words);

    protected override void Read(string path)
    {
        ModelConfig config = ModelConfig.Load(path);
        TransformerDescription shape = config.Description;
        Assert.Equal((long)shape.Heads * shape.HeadDim, shape.QueryWidth);
        Assert.InRange(shape.QkvWidth, 1, int.MaxValue);
        _ = config.ImageSize;

        // Larger models are valid but would be too slow to build for each input.
        if ((long)shape.MaxPositions * shape.HeadDim < 1 << 14 && shape.Layers < 20) _ = config.Build(palette: TinyModels.Palette());
    }

    private static IEnumerable<string> MakeSeeds() =>
    [
        .. ModelFamily.All.Select(f =>
        {
            JsonObject config = f.DefaultConfig(11, 30);
            config["image_width"] = 6;
            return config.ToJsonString();
        }),
        """{"model_type": "pixelgpt", "hidden_size": 24, "max_position_embeddings": 30, "vocab_size": 9, "image_width": 6, "neighbors": [[0, -1], [-2, 0]]}""",
        """{"model_type": "llama", "hidden_size": 24, "num_attention_heads": 4, "num_hidden_layers": 2, "max_position_embeddings": 30, "vocab_size": 9, "intermediate_size": 8, "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 30}}""",
        """{"model_type": "llama", "hidden_size": 24, "num_attention_heads": 4, "num_hidden_layers": 1, "vocab_size": 9, "intermediate_size": 8, "max_position_embeddings": 30, "rope_scaling": {"type": "linear", "factor": 2.0}}""",
        """{"model_type": "qwen3", "hidden_size": 20, "num_attention_heads": 4, "num_key_value_heads": 2, "num_hidden_layers": 2, "max_position_embeddings": 30, "vocab_size": 9, "use_sliding_window": true, "max_window_layers": 1, "sliding_window": 5, "head_dim": 6, "intermediate_size": 8}""",
        .. SharedData.Root is null ? [] : ((string[])["gpt2", "llama", "mistral", "qwen2"]).Select(name => File.ReadAllText(SharedData.PathOf("reference", name, "config.json"))),
    ];
}

internal sealed class RecipeTarget() : FileTarget("recipe", "recipe.json", [.. MakeSeeds().Select(Encoding.UTF8.GetBytes)])
{
    private static readonly string[] Words = ["recipe", "epochs", "batch_size", "learning_rate", "lr_scheduler_type", "cosine", "constant", "best_metric", "keep_best", "dev_loss", "prompt_fraction", "keep", "seed", "warmup_steps", "optimizer", "adamw", "muon", "muon_learning_rate"];

    public override byte[] Mutate(byte[] input, FuzzRandom random) => JsonMutation.Apply(input, random, Words);

    protected override void Read(string path) => RecipeFile.Load(path).Validate();

    private static string[] MakeSeeds() =>
    [
        RecipeFile.ToJson(new TrainingRecipe()), "{}", """{"epochs": 20, "lr_scheduler_type": "cosine", /* why */ "keep": 0.5,}""", TrainingRecordTarget.Valid,
    ];
}

/// <summary><c>training.json</c>, with both of its readers.</summary>
internal sealed class TrainingRecordTarget() : FileTarget("training-record", "training.json", [Encoding.UTF8.GetBytes(Valid), Encoding.UTF8.GetBytes(WithOldNames)])
{
    public const string Valid = """
        {"recipe": {"epochs": 2, "batch_size": 4, "learning_rate": 0.001, "weight_decay": 0.1, "adam_beta1": 0.9, "adam_beta2": 0.999, "adam_epsilon": 1e-08, "lr_scheduler_type": "constant", "warmup_steps": 0,
         "max_grad_norm": 0, "best_metric": "loss", "prompt_fraction": 0.6, "seed": 0}, "data": {"source": "creatures", "colormap": null, "size": "20x20", "splits": "0.8,0.1,0.1"},
         "dataset": {"name": "creatures", "checksum": "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", "width": 20, "height": 20, "colors": 167, "splits": {"train": 632, "dev": 80}},
         "seed": 0, "threads": 2, "parameters": 1000, "versions": {"pixelgpt": "1", "dotnet": "10", "os": "x", "kernels": "avx2"}}
        """;

    private static readonly string WithOldNames = Valid.Replace("best_metric", "keep_best", StringComparison.Ordinal).Replace("prompt_fraction", "keep", StringComparison.Ordinal);

    private static readonly string[] Words = ["recipe", "data", "dataset", "seed", "threads", "parameters", "versions", "source", "checksum", "splits", "prompt_fraction", "keep", "epochs", "batch_size"];

    public override byte[] Mutate(byte[] input, FuzzRandom random) => JsonMutation.Apply(input, random, Words);

    protected override void Read(string path)
    {
        RunDefaults defaults = RunDefaults.Load(new RunFolder(Folder.Path));
        Assert.InRange(defaults.PromptFraction, 0, 1);
        Assert.NotNull(defaults.Data!.Source);
        var record = TrainingRecord.Load(path);
        record.Recipe.Validate();
        Assert.All((object[])[record.Data.Source, record.Dataset.Name, record.Dataset.Checksum[..12], record.Dataset.Splits, record.Versions.Kernels], Assert.NotNull);
    }
}

internal sealed class GenerationConfigTarget() : FileTarget("generation-config", GenerationConfigFile.FileName, [Encoding.UTF8.GetBytes(Valid), Encoding.UTF8.GetBytes("""{"eos_token_id": 2, "do_sample": false}""")])
{
    private const string Valid = """{"do_sample": true, "temperature": 0.9, "top_k": 20, "top_p": 0.95, "typical_p": 1.0, "min_p": 0.01, "repetition_penalty": 1.1}""";

    private static readonly string[] Words = ["do_sample", "temperature", "top_k", "top_p", "typical_p", "min_p", "repetition_penalty"];

    public override byte[] Mutate(byte[] input, FuzzRandom random) => JsonMutation.Apply(input, random, Words);

    protected override void Read(string path) => GenerationConfigFile.Load(new RunFolder(Folder.Path)).Validate();
}

internal sealed class MetricsTarget() : FileTarget("metrics", "metrics.jsonl", [.. MakeSeeds().Select(Encoding.UTF8.GetBytes)])
{
    private const string Line = """{"epoch":1,"loss":1.5,"dev_loss":1.25,"accuracy":0.5,"train_seconds":1.5,"eval_seconds":0.5,"tokens_per_second":1000.5,"learning_rate":0.001}""";

    public override byte[] Mutate(byte[] input, FuzzRandom random)
    {
        if (random.OneIn(4)) return TextMutation.Apply(input, random);
        string[] lines = Encoding.UTF8.GetString(input).Split('\n');
        int at = random.Below(lines.Length);
        lines[at] = JsonMutation.Apply(lines[at], random, ["epoch", "loss", "dev_loss", "learning_rate"]);
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    protected override void Read(string path)
    {
        var log = MetricsLog.Load(path);
        Assert.DoesNotContain(null, log.Epochs);
        log.CheckComplete(Math.Min(1, log.Epochs.Count));
    }

    private static string[] MakeSeeds() => [Line + "\n", Line + "\n" + Line.Replace("\"epoch\":1", "\"epoch\":2", StringComparison.Ordinal) + "\n", Line.Replace("1.25", "null", StringComparison.Ordinal)];
}

internal sealed class HubSplitsTarget() : FuzzTarget("hub-splits", [.. Texts.Select(Encoding.UTF8.GetBytes)])
{
    private static readonly string[] Texts =
    [
        """{"splits":[{"dataset":"o/d","config":"default","split":"train"},{"dataset":"o/d","config":"default","split":"test"}],"pending":[],"failed":[]}""",
        """{"splits":[],"pending":[],"failed":[]}""",
    ];

    public override byte[] Mutate(byte[] input, FuzzRandom random) => JsonMutation.Apply(input, random, ["splits", "config", "split", "pending", "failed", "default", "train", ".."]);

    public override void Read(byte[] input) => Assert.All(HubJson.ParseSplits(input, "hub:o/d"), s => Assert.True(s is { Config: not null, Split: not null }));

    public override long MaxAllocated(int length) => (1 << 17) + (100L * length);
}

internal sealed class HubRowsTarget() : FuzzTarget("hub-rows", [.. Texts.Select(Encoding.UTF8.GetBytes)])
{
    private static readonly string[] Texts =
    [
        """{"features":[{"feature_idx":0,"name":"pixel_color","type":{"_type":"List"}}],"rows":[{"row_idx":0,"row":{"pixel_color":[1,2,3,4]},"truncated_cells":[]},{"row_idx":1,"row":{"pixel_color":[5,6,7,8]},"truncated_cells":[]}],"num_rows_total":2,"num_rows_per_page":100,"partial":false}""",
        """{"features":[{"name":"pixel_color"}],"rows":[],"num_rows_total":0,"partial":false}""",
    ];

    public override byte[] Mutate(byte[] input, FuzzRandom random) => JsonMutation.Apply(input, random, ["features", "name", "pixel_color", "rows", "row_idx", "row", "truncated_cells", "num_rows_total", "partial"]);

    public override void Read(byte[] input)
    {
        HubPage page = HubJson.ParseRows(input, "pixel_color", 0, "hub:o/d");
        Assert.True(page.Total >= 0);
        Assert.DoesNotContain(null, page.Rows);
    }

    public override long MaxAllocated(int length) => (1 << 17) + (100L * length);
}

internal sealed class HubParquetFilesTarget() : FuzzTarget("hub-parquet-files", [.. Texts.Select(Encoding.UTF8.GetBytes)])
{
    private static readonly string[] Texts =
    [
        """{"parquet_files":[{"dataset":"o/d","config":"default","split":"train","url":"https://huggingface.co/datasets/o/d/resolve/refs%2Fconvert%2Fparquet/default/train/0000.parquet","filename":"0000.parquet","size":6136591},{"config":"default","split":"test","url":"http://127.0.0.1:1/x","filename":"0001.parquet","size":0}],"pending":[],"failed":[],"partial":false}""",
    ];

    public override byte[] Mutate(byte[] input, FuzzRandom random) => JsonMutation.Apply(input, random, ["parquet_files", "config", "split", "url", "filename", "size", "pending", "failed", "partial"]);

    public override void Read(byte[] input) =>
        Assert.All(HubJson.ParseParquetFiles(input, "hub:o/d"), file => Assert.True(file.Address.IsAbsoluteUri && file.Size >= 0 && file.Address.UserInfo.Length == 0));

    public override long MaxAllocated(int length) => (1 << 17) + (100L * length);
}

internal sealed class HubTreeTarget() : FuzzTarget("hub-tree", [.. Texts.Select(Encoding.UTF8.GetBytes)])
{
    private static readonly string[] Texts =
    [
        """[{"type":"directory","oid":"0a","size":0,"path":"data"},{"type":"file","oid":"1b","size":469310,"path":"data/train-00000-of-00001.parquet","lfs":{"oid":"2c","size":469310,"pointerSize":131}},{"type":"file","oid":"3d","size":12,"path":"README.md"}]""",
    ];

    public override byte[] Mutate(byte[] input, FuzzRandom random) => JsonMutation.Apply(input, random, ["type", "size", "path", "file", "directory"]);

    public override void Read(byte[] input) => Assert.All(HubJson.ParseTree(input, "hub:o/d"), file => Assert.True(file.Size >= 0));

    public override long MaxAllocated(int length) => (1 << 17) + (100L * length);
}
