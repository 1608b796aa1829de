using System.Text.Json.Nodes;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

public sealed class ModelConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_default_is_the_model_of_the_course_work()
    {
        var config = ModelConfig.Default(ModelFamily.Find("gpt2"), 167, 20, 20);

        Assert.Equal(136_384, config.Build().Parameters.Count);
        Assert.Equal((20, 20), config.ImageSize);
        TransformerDescription shape = config.Description;
        Assert.Equal((167, 400, 64, 2, 2, 256, 32), (shape.VocabularySize, shape.MaxPositions, shape.HiddenSize, shape.Layers, shape.Heads, shape.IntermediateSize, shape.HeadDim));
    }

    [Fact]
    public void Missing_and_null_keys_have_the_default_values_of_GPT2Config()
    {
        foreach (string json in (string[])["""{"model_type": "gpt2"}""", """{"model_type": "gpt2", "n_embd": null, "n_inner": null, "attn_pdrop": null}"""])
        {
            TransformerDescription shape = Load(json).Description;
            Assert.Equal((50257, 1024, 768, 12, 12, 3072), (shape.VocabularySize, shape.MaxPositions, shape.HiddenSize, shape.Layers, shape.Heads, shape.IntermediateSize));
            Assert.Equal((0.1f, 0.1f, 0.1f), (shape.EmbeddingDropout, shape.AttentionDropout, shape.ResidualDropout));
            Assert.Equal((1e-5f, 0.02f, true), (shape.NormEpsilon, shape.InitializerRange, shape.TiedHead));
            Assert.Equal(0.02 / Math.Sqrt(24), shape.ResidualInitializerRange, 1e-9);
        }
    }

    [Fact]
    public void Overrides_change_sizes_and_dropout_of_every_family()
    {
        foreach (ModelFamily family in ModelFamily.All)
        {
            var preset = ModelConfig.Default(family, 11, 6, 5);
            ModelConfig config = preset.With(new ShapeOverrides { Layers = 3, Heads = 2 * preset.Description.Heads, HiddenSize = 2 * preset.Description.HiddenSize, Dropout = 0.25 });
            TransformerDescription old = preset.Description, shape = config.Description;
            Assert.Equal((3, 2 * old.Heads, 2 * old.HiddenSize, 2 * old.IntermediateSize, old.HeadDim), (shape.Layers, shape.Heads, shape.HiddenSize, shape.IntermediateSize, shape.HeadDim));
            Assert.Equal(2 * old.KeyValueHeads, shape.KeyValueHeads);
            Assert.Equal(0.25f, shape.AttentionDropout);
            Assert.Equal((old.EmbeddingDropout > 0, old.ResidualDropout > 0), (shape.EmbeddingDropout == 0.25f, shape.ResidualDropout == 0.25f));
            Assert.Equal((6, 5), config.ImageSize);
            Assert.True(config.Build(palette: TinyModels.Palette()).Parameters.Count > preset.Build(palette: TinyModels.Palette()).Parameters.Count);
            Assert.Equal(2, preset.Description.Layers);
        }
    }

    [Fact]
    public void Without_overrides_a_configuration_does_not_change()
    {
        foreach (ModelFamily family in ModelFamily.All)
        {
            var preset = ModelConfig.Default(family, 11, 6, 5);
            TransformerDescription old = preset.Description;
            preset.Save(_folder["a.json"]);
            preset.With(new ShapeOverrides { Heads = old.Heads, HiddenSize = old.HiddenSize }).Save(_folder["b.json"]);
            Assert.Equal(File.ReadAllText(_folder["a.json"]), File.ReadAllText(_folder["b.json"]));
        }
    }

    [Fact]
    public void Overrides_replace_aliases_and_respect_an_explicit_head_size()
    {
        ModelConfig gpt2 = Load("""{"model_type": "gpt2", "hidden_size": 24, "num_attention_heads": 2, "n_layer": 1}""").With(new ShapeOverrides { HiddenSize = 36, Heads = 3 });
        Assert.Equal((36, 3, 144), (gpt2.Description.HiddenSize, gpt2.Description.Heads, gpt2.Description.IntermediateSize));
        ModelConfig qwen3 = TinyModels.LlamaLike("qwen3").With(new ShapeOverrides { HiddenSize = 31, Heads = 3 });
        Assert.Equal((31, 3, 3, 6), (qwen3.Description.HiddenSize, qwen3.Description.Heads, qwen3.Description.KeyValueHeads, qwen3.Description.HeadDim));
    }

    [Theory]
    [InlineData("gpt2", 65, 2, "dim must be divisible by the number of heads, which is 2 (got 65)")]
    [InlineData("llama", 66, null, "dim must be divisible by the number of heads, which is 4 (got 66)")]
    [InlineData("llama", 60, null, "the head size (dim / heads) must be even for this model (got 15)")]
    [InlineData("gpt2", 0, null, "dim must be from 1 to 1048576 (got 0)")]
    [InlineData("gpt2", null, -1, "heads must be from 1 to 1000 (got -1)")]
    public void Overrides_that_do_not_fit_are_refused(string family, int? dim, int? heads, string expected)
    {
        var preset = ModelConfig.Default(ModelFamily.Find(family), 11, 6, 5);
        Assert.Equal(expected, Assert.Throws<InputException>(() => preset.With(new ShapeOverrides { HiddenSize = dim, Heads = heads })).Message);
    }

    [Theory]
    [InlineData("\"activation_function\": \"relu\"", "'activation_function' must be gelu_new (got \"relu\"); other values are not supported")]
    [InlineData("\"activation_function\": 3", "'activation_function' must be gelu_new (got 3)")]
    [InlineData("\"activation_function\": {}", "'activation_function' must be gelu_new (got {})")]
    [InlineData("\"scale_attn_weights\": false", "'scale_attn_weights' must be true (got false)")]
    [InlineData("\"scale_attn_by_inverse_layer_idx\": true", "'scale_attn_by_inverse_layer_idx' must be false (got true)")]
    [InlineData("\"add_cross_attention\": true", "'add_cross_attention' must be false (got true)")]
    [InlineData("\"n_embd\": 65, \"n_head\": 2", "'n_embd' (65) must be divisible by 'n_head' (2)")]
    [InlineData("\"n_head\": 0", "'n_head' must be a whole number from 1 to 1000 (got 0)")]
    [InlineData("\"n_layer\": \"two\"", "'n_layer' must be a whole number from 1 to 1000 (got \"two\")")]
    [InlineData("\"n_layer\": 2.5", "(got 2.5)")]
    [InlineData("\"n_layer\": true", "(got true)")]
    [InlineData("\"n_layer\": [2]", "(got [2])")]
    [InlineData("\"n_inner\": -1", "(got -1)")]
    [InlineData("\"vocab_size\": 99999999999", "'vocab_size' must be a whole number from 1 to 268435456 (got 99999999999)")]
    [InlineData("\"attn_pdrop\": 1.0", "'attn_pdrop' must be at least 0 and less than 1 (got 1.0)")]
    [InlineData("\"embd_pdrop\": -0.1", "(got -0.1)")]
    [InlineData("\"resid_pdrop\": \"0.1\"", "(got \"0.1\")")]
    [InlineData("\"layer_norm_epsilon\": 0", "'layer_norm_epsilon' must be a number greater than 0 (got 0)")]
    [InlineData("\"initializer_range\": 1e99", "'initializer_range' must be a number greater than 0 (got 1e99)")]
    [InlineData("\"tie_word_embeddings\": 1", "'tie_word_embeddings' must be true or false (got 1)")]
    public void An_unsupported_value_is_refused_and_the_key_is_named(string keys, string expected) =>
        Refuses($$"""{"model_type": "gpt2", {{keys}}}""", expected);

    [Theory]
    [InlineData("", "malformed or unexpected JSON")]
    [InlineData("{", "malformed or unexpected JSON")]
    [InlineData("model_type: gpt2", "malformed or unexpected JSON")]
    [InlineData("{\"model_type\": \"gpt2\", \"n_embd\": 64, \"n_embd\": 32}", "n_embd")]
    [InlineData("[]", "JSON object")]
    [InlineData("null", "JSON object")]
    [InlineData("\"gpt2\"", "JSON object")]
    [InlineData("{}", "'model_type' is missing or not a string; supported: pixelgpt, gpt2")]
    [InlineData("{\"model_type\": 2}", "'model_type'")]
    [InlineData("{\"model_type\": null}", "'model_type' is missing")]
    [InlineData("{\"model_type\": \"bert\"}", "'bert' is not supported; supported: pixelgpt, gpt2")]
    public void An_invalid_configuration_is_refused(string text, string expected) => Refuses(text, expected);

    [Fact]
    public void Nesting_and_file_size_are_limited()
    {
        Refuses($$"""{"model_type": "gpt2", "x": {{new string('[', 100_000)}}""", "malformed or unexpected JSON");
        Refuses($$"""{"model_type": "gpt2", "x": "{{new string('x', 1 << 20)}}"}""", "exceeds the limit of 1048576 bytes");
        Assert.Contains("no such file", Assert.Throws<InputException>(() => ModelConfig.Load(_folder["absent.json"])).Message, StringComparison.Ordinal);
    }

    /// <summary>The checks allocate nothing and do not overflow.</summary>
    [Theory]
    [InlineData("\"n_embd\": 1000000, \"n_head\": 1, \"n_positions\": 400", "makes the model larger")]
    [InlineData("\"n_embd\": 268435456, \"n_head\": 1", "makes the model larger")]
    [InlineData("\"n_embd\": 2000000000, \"n_head\": 1", "(got 2000000000)")]
    [InlineData("\"n_embd\": 16, \"n_head\": 1, \"n_inner\": 260000000, \"n_positions\": 4", "makes the model larger")]
    [InlineData("\"vocab_size\": 268435456", "'transformer.wte.weight' [268435456, 768] makes the model larger")]
    [InlineData("\"vocab_size\": 268435456, \"n_positions\": 1", "'transformer.wte.weight' [268435456, 768] makes the model larger")]
    [InlineData("\"n_positions\": 268435456", "makes the model larger")]
    [InlineData("\"n_layer\": 1000000", "'n_layer' must be a whole number from 1 to 1000 (got 1000000)")]
    [InlineData("\"n_layer\": 1000", "makes the model larger")]
    [InlineData("\"n_head\": 1536, \"n_embd\": 1536", "'n_head' must be a whole number from 1 to 1000 (got 1536)")]
    public void A_model_that_is_too_large_is_refused(string keys, string expected)
    {
        string path = _folder.Write("config.json", $$"""{"model_type": "gpt2", {{keys}}}""");
        string message = Assert.Throws<InputException>(() => ModelConfig.Load(path).Build()).Message;
        Assert.StartsWith($"{path}: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_sizes_of_a_text_model_are_supported()
    {
        TransformerDescription shape = Load("""{"model_type": "qwen2", "hidden_size": 16, "num_attention_heads": 2, "num_key_value_heads": 2, "num_hidden_layers": 1, "intermediate_size": 16}""").Description;
        Assert.Equal((151936, 32768), (shape.VocabularySize, shape.MaxPositions));
    }

    [Fact]
    public void Unknown_keys_are_preserved()
    {
        ModelConfig config = Load("""{"zz": {"deep": [1, null, "ä"]}, "model_type": "gpt2", "transformers_version": "4.99", "n_embd": 24, "initializer_range": 2e-2}""");
        config.Save(_folder["again.json"]);
        config = ModelConfig.Load(_folder["again.json"]);
        config.Save(_folder["third.json"]);

        JsonNode saved = JsonNode.Parse(File.ReadAllText(_folder["again.json"]))!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"deep": [1, null, "ä"]}"""), saved["zz"]));
        Assert.Equal("4.99", (string?)saved["transformers_version"]);
        Assert.Equal(24, config.Description.HiddenSize);
        Assert.Equal(File.ReadAllBytes(_folder["again.json"]), File.ReadAllBytes(_folder["third.json"]));
    }

    [Fact]
    public void Missing_sizes_are_set_from_the_data_set()
    {
        var config = ModelConfig.LoadFor(_folder.Write("plan.json", """{"model_type": "gpt2", "n_embd": 24}"""), 9, 6, 5);
        config.Save(_folder["config.json"]);
        foreach (ModelConfig one in (ModelConfig[])[config, ModelConfig.Load(_folder["config.json"])])
        {
            Assert.Equal((9, 30), (one.Description.VocabularySize, one.Description.MaxPositions));
            Assert.Equal((6, 5), one.ImageSize);
        }
    }

    [Fact]
    public void A_configuration_may_be_larger_than_the_data_set_but_not_smaller()
    {
        string path = _folder.Write("plan.json", """{"model_type": "gpt2", "vocab_size": 16, "n_positions": 400}""");
        TransformerDescription shape = ModelConfig.LoadFor(path, 9, 6, 5).Description;
        Assert.Equal((16, 400), (shape.VocabularySize, shape.MaxPositions));
        Assert.Equal($"{path}: the model supports 16 colours ('vocab_size'), but the data set has 17; use a model with at least 17 colours", Assert.Throws<InputException>(() => ModelConfig.LoadFor(path, 17, 6, 5)).Message);
        Assert.Equal($"{path}: the model supports 400 positions ('n_positions'), but a picture has 420 pixels; use a model with at least 420 positions", Assert.Throws<InputException>(() => ModelConfig.LoadFor(path, 9, 20, 21)).Message);
    }

    [Fact]
    public void A_randomly_damaged_file_is_loaded_or_refused_with_a_one_line_message()
    {
        ModelConfig.Default(ModelFamily.Find("gpt2"), 167, 20, 20).Save(_folder["config.json"]);
        byte[] whole = File.ReadAllBytes(_folder["config.json"]);
        string damaged = _folder["damaged.json"];
        var random = new PhiloxRandom(1);
        for (int trial = 0; trial < 3000; trial++)
        {
            byte[] bytes = [.. whole];
            for (int change = random.NextInt32(3); change >= 0; change--) bytes[random.NextInt32(bytes.Length)] = (byte)random.NextInt32(128);
            File.WriteAllBytes(damaged, bytes);
            try
            {
                ModelConfig.LoadFor(damaged, 167, 20, 20).Save(_folder["saved.json"]);
            }
            catch (InputException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    /// <summary>JSON can contain unpaired surrogates, which are not valid Unicode.</summary>
    [Theory]
    [InlineData("""{"model_type": "gpt2", "x": "\ud800"}""")]
    [InlineData("""{"model_type": "\ud800"}""")]
    [InlineData("""{"model_type": "gpt2", "\ud800": 1}""")]
    [InlineData("""{"model_type": "gpt2", "activation_function": "\ud800"}""")]
    public void An_unpaired_surrogate_is_refused(string json) => Refuses(json, "malformed or unexpected JSON");

    [Fact]
    public void Alternative_key_names_of_transformers_are_supported()
    {
        TransformerDescription shape = Load("""{"model_type": "gpt2", "hidden_size": 24, "num_attention_heads": 3, "num_hidden_layers": 5, "max_position_embeddings": 50}""").Description;
        Assert.Equal((24, 3, 5, 50), (shape.HiddenSize, shape.Heads, shape.Layers, shape.MaxPositions));
        Assert.Equal(50, ModelConfig.LoadFor(_folder.Write("plan.json", """{"model_type": "gpt2", "max_position_embeddings": 50}"""), 9, 6, 5).Description.MaxPositions);
        Refuses("""{"model_type": "gpt2", "n_embd": 24, "hidden_size": 48}""", "'n_embd' (24) and its alias 'hidden_size' (48) differ; remove one of them");
    }

    [Theory]
    [InlineData("""{"model_type": "llama", "rope_theta": 500, "rope_scaling": null}""", 500, null)]
    [InlineData("""{"model_type": "llama", "rope_scaling": {"rope_type": "default"}}""", 10000, null)]
    [InlineData("""{"model_type": "qwen2", "rope_parameters": {"rope_theta": 500, "rope_type": "default"}}""", 500, null)]
    [InlineData("""{"model_type": "llama", "rope_scaling": {"type": "linear", "factor": 2.0}}""", 10000, "LinearRopeScaling { Factor = 2 }")]
    [InlineData(
        """{"model_type": "llama", "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192}}""",
        10000,
        "Llama3RopeScaling { Factor = 8, LowFreqFactor = 1, HighFreqFactor = 4, OriginalMaxPositions = 8192 }")]
    public void Rotary_settings_are_read_in_both_formats(string json, float theta, string? scaling)
    {
        TransformerDescription shape = Load(json).Description;
        Assert.Equal((theta, scaling), (shape.RopeTheta, shape.RopeScaling?.ToString()));
    }

    [Theory]
    [InlineData(""" "rope_scaling": {"rope_type": "yarn", "factor": 4.0}""", "in 'rope_scaling': 'rope_type' must be default, linear or llama3 (got \"yarn\")")]
    [InlineData(""" "rope_scaling": {"type": "dynamic", "factor": 4.0}""", "'type' must be default, linear or llama3 (got \"dynamic\")")]
    [InlineData(""" "rope_scaling": {"rope_type": "linear"}""", "'factor' is missing")]
    [InlineData(""" "rope_scaling": {"rope_type": "linear", "factor": 0}""", "'factor' must be a number greater than 0 (got 0)")]
    [InlineData(""" "rope_scaling": 4""", "'rope_scaling' must be an object or null (got 4)")]
    public void Unsupported_rope_scaling_is_refused_and_the_key_is_named(string keys, string expected) => Refuses($$"""{"model_type": "llama", {{keys}}}""", expected);

    [Theory]
    [InlineData("qwen2", """ "layer_types": ["full_attention", "full_attention", "full_attention"], "sliding_window": null, "use_sliding_window": false""", "---")]
    [InlineData("qwen3", """ "layer_types": ["full_attention", "sliding_attention", "full_attention"], "sliding_window": 7, "use_sliding_window": true, "max_window_layers": 0""", "-7-")]
    [InlineData("qwen2", """ "layer_types": null, "sliding_window": 7, "use_sliding_window": true, "max_window_layers": 1""", "-77")]
    [InlineData("qwen2", """ "sliding_window": null, "use_sliding_window": true""", "---")]
    [InlineData("mistral", """ "layer_types": ["sliding_attention", "full_attention", "sliding_attention"], "sliding_window": 7""", "7-7")]
    [InlineData("mistral", """ "sliding_window": 7""", "777")]
    [InlineData("llama", """ "layer_types": ["full_attention", "full_attention", "full_attention"]""", "---")]
    public void Layer_types_select_the_layers_with_a_sliding_window(string family, string keys, string expected)
    {
        TransformerDescription shape = Load($$"""{"model_type": "{{family}}", "num_hidden_layers": 3, {{keys}}}""").Description;
        Assert.Equal(expected, string.Concat(Enumerable.Range(0, 3).Select(layer => shape.WindowOf(layer) is int.MaxValue ? "-" : $"{shape.WindowOf(layer)}")));
    }

    [Theory]
    [InlineData("qwen2", """ "layer_types": ["full_attention", "linear_attention"]""", "'layer_types' must be full_attention or sliding_attention for each layer (got \"linear_attention\" for layer 1)")]
    [InlineData("qwen2", """ "layer_types": ["full_attention", null]""", "(got null for layer 1)")]
    [InlineData("qwen3", """ "layer_types": ["full_attention"]""", "'layer_types' must be a list with one entry for each of the 2 layers (got [\"full_attention\"])")]
    [InlineData("qwen3", """ "layer_types": "full_attention" """, "(got \"full_attention\")")]
    [InlineData("qwen3", """ "layer_types": ["full_attention", "sliding_attention"], "sliding_window": 7""", "'layer_types' has sliding_attention, but the model has no sliding window")]
    [InlineData("llama", """ "layer_types": ["full_attention", "sliding_attention"], "sliding_window": 7""", "'layer_types' has sliding_attention, but the model has no sliding window")]
    public void Layer_types_that_the_family_does_not_support_are_refused(string family, string keys, string expected) =>
        Refuses($$"""{"model_type": "{{family}}", "num_hidden_layers": 2, {{keys}}}""", expected);

    [Fact]
    public void Overrides_of_the_number_of_layers_apply_to_layer_types()
    {
        ModelConfig config = Load("""{"model_type": "qwen2", "num_hidden_layers": 2, "layer_types": ["full_attention", "sliding_attention"], "sliding_window": 7, "use_sliding_window": true}""");
        Assert.Equal<int?>([null, 7, 7], config.With(new ShapeOverrides { Layers = 3 }).Description.Windows);
        Assert.Equal<int?>([null], config.With(new ShapeOverrides { Layers = 1 }).Description.Windows);
    }

    [SharedTheory]
    [InlineData("qwen2-4.56.json")]
    [InlineData("qwen3-4.56.json")]
    [InlineData("qwen2-5.0.json")]
    public void Configurations_written_by_new_versions_of_transformers_are_read(string name)
    {
        TransformerDescription shape = ModelConfig.Load(SharedData.PathOf("cases", "configs", name)).Description;
        Assert.Equal((167, 400, 64, 2, 16, 10000f), (shape.VocabularySize, shape.MaxPositions, shape.HiddenSize, shape.Layers, shape.HeadDim, shape.RopeTheta));
        Assert.Equal(int.MaxValue, shape.WindowOf(1));
    }

    private ModelConfig Load(string json) => ModelConfig.Load(_folder.Write("config.json", json));

    private void Refuses(string json, string expected)
    {
        string path = _folder.Write("config.json", json);
        string message = Assert.Throws<InputException>(() => ModelConfig.Load(path)).Message;
        Assert.StartsWith($"{path}: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
