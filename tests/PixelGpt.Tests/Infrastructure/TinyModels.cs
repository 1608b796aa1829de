using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Infrastructure;

/// <summary>Models and data sets that are small enough to train in a test.</summary>
internal static class TinyModels
{
    public const int Colors = 11;
    public const int Width = 6;
    public const int Height = 5;

    /// <summary>Creates a GPT-2 whose sizes are not multiples of any vector length, with weights large enough that every part affects the result.</summary>
    public static Transformer Gpt2(IKernels? kernels = null, double dropout = 0, ulong seed = 1) => Build(Config(dropout), kernels, seed);

    /// <summary>Creates a similar model of any family, with a context window shorter than the picture and more query heads than key heads.</summary>
    public static Transformer Family(string family, IKernels? kernels = null, double dropout = 0, ulong seed = 1) =>
        family == "gpt2" ? Gpt2(kernels, dropout, seed) : Build(Config(family, dropout), kernels, seed);

    private static Transformer Build(ModelConfig config, IKernels? kernels, ulong seed)
    {
        Transformer model = config.Build(kernels, Palette());
        model.Parameters.Initialize(seed);
        var random = new PhiloxRandom(seed, 99);
        foreach (Parameter parameter in model.Parameters.All)
        {
            foreach (ref float value in parameter.In(model.Parameters.Values)) value += (float)(0.3 * random.NextNormal());
        }

        model.Pack();
        return model;
    }

    public static ModelConfig Config(double dropout = 0.1, int positions = Width * Height)
    {
        using var folder = new TemporaryFolder();
        var json = new JsonObject
        {
            ["model_type"] = "gpt2",
            ["n_embd"] = 20,
            ["n_head"] = 2,
            ["n_layer"] = 2,
            ["n_inner"] = 37,
            ["n_positions"] = positions,
            ["vocab_size"] = Colors,
            ["attn_pdrop"] = dropout,
            ["embd_pdrop"] = dropout,
            ["resid_pdrop"] = dropout,
        };
        return ModelConfig.LoadFor(folder.Write("config.json", json.ToJsonString()), Colors, Width, Height);
    }

    /// <summary>Creates the configuration of a small model of any family.</summary>
    public static ModelConfig Config(string family, double? dropout = null) => family switch
    {
        "gpt2" => Config(dropout ?? 0.1),
        "pixelgpt" => Pixel(dropout ?? 0.1),
        "pixelgpt-free" => Pixel(dropout ?? 0.1, json => (json["palette"], json["max_image_size"], json["hidden_size"], json["position_embedding"], json["color_dropout"], json["tie_word_embeddings"]) = ("free", 12, 24, "rope_2d", dropout ?? 0.1, false)),
        "pixelgpt-untied" => Pixel(dropout ?? 0.1, json => (json["tie_word_embeddings"], json["position_embedding"]) = (false, "rope")),
        "pixelgpt-any" => Pixel(dropout ?? 0.1, json => (json["pixel_order"], json["hidden_size"], json["position_embedding"]) = ("any", 24, "rope_2d")),
        "pixelgpt-value-residual" => Pixel(dropout ?? 0.1, json => (json["value_residual"], json["num_hidden_layers"], json["pixel_order"], json["hidden_size"], json["position_embedding"]) = (true, 4, "any", 24, "rope_2d")),
        "pixelgpt-free-any" => Pixel(dropout ?? 0.1, json => (json["pixel_order"], json["palette"], json["max_image_size"], json["hidden_size"], json["position_embedding"], json["color_dropout"], json["tie_word_embeddings"]) = ("any", "free", 12, 24, "rope_2d", dropout ?? 0.1, false)),
        "pixelgpt-conditions" => Pixel(dropout ?? 0.1, json => json["conditions"] = 3),
        "pixelgpt-plain" => Pixel(dropout ?? 0.1, json => (json["color_features"], json["pointer_size"], json["augmentation_embedding"], json["row_column_embedding"], json["query_key_norm"], json["position_embedding"], json["neighbors"]) = (false, 0, false, false, false, "none", new JsonArray())),
        _ => LlamaLike(family, dropout ?? 0),
    };

    /// <summary>Creates the configuration of a model of the pixel family with all of its parts.</summary>
    public static ModelConfig Pixel(double dropout = 0.1, Action<JsonObject>? change = null)
    {
        using var folder = new TemporaryFolder();
        var json = new JsonObject
        {
            ["model_type"] = "pixelgpt",
            ["hidden_size"] = 20,
            ["num_attention_heads"] = 2,
            ["num_hidden_layers"] = 2,
            ["intermediate_size"] = 27,
            ["query_key_norm"] = true,
            ["position_embedding"] = "learned",
            ["tie_word_embeddings"] = true,
            ["color_dropout"] = 0,
            ["color_frequencies"] = 5,
            ["pointer_size"] = 7,
            ["attention_dropout"] = dropout,
            ["embedding_dropout"] = dropout,
            ["residual_dropout"] = dropout,
        };
        change?.Invoke(json);
        return ModelConfig.LoadFor(folder.Write("config.json", json.ToJsonString()), Colors, Width, Height);
    }

    /// <summary>The names of all families.</summary>
    public static IEnumerable<string> Families => ModelFamily.All.Select(f => f.ModelType);

    /// <summary>The names of all families, and of variants of the pixel family with other positions, heads, palettes, picture sizes and parts.</summary>
    public static IEnumerable<string> Variants => [.. Families, "pixelgpt-untied", "pixelgpt-free", .. AnyOrder];

    /// <summary>Each of the variants with each of the kernels of this machine.</summary>
    public static TheoryData<string, string> VariantsAndKernels
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string family in Variants)
                foreach (IKernels kernels in Kernels.Available) cases.Add(family, kernels.Name);
            return cases;
        }
    }

    /// <summary>The names of the variants of the pixel family for any pixel order.</summary>
    public static IEnumerable<string> AnyOrder => ["pixelgpt-any", "pixelgpt-free-any", "pixelgpt-value-residual"];

    public static ModelConfig LlamaLike(string family, double dropout = 0)
    {
        using var folder = new TemporaryFolder();
        var json = new JsonObject
        {
            ["model_type"] = family,
            ["hidden_size"] = 20,
            ["num_attention_heads"] = 4,
            ["num_key_value_heads"] = 2,
            ["head_dim"] = 6,
            ["num_hidden_layers"] = 3,
            ["intermediate_size"] = 27,
            ["max_position_embeddings"] = Width * Height,
            ["vocab_size"] = Colors,
            ["attention_dropout"] = dropout,
            ["attention_bias"] = true,
            ["mlp_bias"] = true,
            ["sliding_window"] = 9,
            ["use_sliding_window"] = true,
            ["max_window_layers"] = 1,
        };
        return ModelConfig.LoadFor(folder.Write("config.json", json.ToJsonString()), Colors, Width, Height);
    }

    public static PixelModel PixelModel(string family = "gpt2", ulong seed = 1) =>
        new(Config(family), Family(family, seed: seed), Palette());

    /// <summary>Creates a model for pictures of up to a number of pixels.</summary>
    public static PixelModel PixelModel(string family, int positions)
    {
        ModelConfig config = Config(family);
        config = config.With(json => json[config.Family.SizeKeys.Positions] = positions);
        return new PixelModel(config, Build(config, kernels: null, seed: 1), Palette());
    }

    /// <summary>Creates an ensemble with one member per name; members of the same family have different weights.</summary>
    public static PixelModel Ensemble(params string[] families) =>
        PixelGpt.Models.PixelModel.Ensemble([.. families.Select((family, i) => PixelModel(family, seed: (ulong)(i + 1)))]);

    /// <summary>Ensembles of all families, of variants of one family, and of models that take any palette and size.</summary>
    public static TheoryData<string> Ensembles => new("gpt2 pixelgpt", "llama mistral qwen3", "pixelgpt pixelgpt-untied qwen2", "pixelgpt-free pixelgpt-free");

    /// <summary>Writes a model to a folder.</summary>
    public static string Save(string folder, PixelModel model)
    {
        Directory.CreateDirectory(folder);
        model.Config.Save(Path.Combine(folder, ModelFolder.ConfigName));
        File.WriteAllText(Path.Combine(folder, ModelFolder.ColormapName), model.Palette.ToColormapText());
        ModelFolder.SaveWeights(model.Transformer, Path.Combine(folder, ModelFolder.WeightsName));
        return folder;
    }

    /// <summary>Writes a model without a run to a folder.</summary>
    public static void Save(string folder, int positions = Width * Height)
    {
        Directory.CreateDirectory(folder);
        ModelConfig config = Config(dropout: 0, positions);
        Transformer transformer = config.Build();
        transformer.Parameters.Initialize(1);
        config.Save(Path.Combine(folder, ModelFolder.ConfigName));
        File.WriteAllText(Path.Combine(folder, ModelFolder.ColormapName), Palette().ToColormapText());
        ModelFolder.SaveWeights(transformer, Path.Combine(folder, ModelFolder.WeightsName));
    }

    public static Palette Palette() => new(Enumerable.Range(0, Colors).Select(i => new Rgb((byte)(255 - (i * 20)), (byte)(255 - (i * 7)), 255)));

    public static int[] Pixels(Transformer model, ulong seed)
    {
        var random = new PhiloxRandom(seed);
        int[] pixels = new int[model.Description.MaxPositions];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = random.NextInt32(model.Description.VocabularySize);
        return pixels;
    }

    /// <summary>Creates sprites with a learnable rule: each row has one colour, which is determined by the row above.</summary>
    public static SpriteDataset Dataset(int train = 21, int dev = 5, int test = 5)
    {
        var random = new PhiloxRandom(3);
        var sprites = new List<Sprite>();
        for (int i = 0; i < train + dev + test; i++)
        {
            int start = random.NextInt32(Colors);
            int[] pixels = [.. Enumerable.Range(0, Width * Height).Select(p => (start + (p / Width)) % Colors)];
            sprites.Add(new Sprite(Width, Height, pixels));
        }

        return new SpriteDataset("stripes", Palette(), Width, Height, SplitPlan.Parse($"{train},{dev},{test}").Split(sprites));
    }
}
