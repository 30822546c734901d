declare i64 @llvm.smin.i64(i64, i64)
declare i64 @llvm.smax.i64(i64, i64)
declare void @llvm.prefetch.p0(ptr, i32, i32, i32)
declare <16 x float> @llvm.masked.load.v16f32.p0(ptr, i32, <16 x i1>, <16 x float>)
declare void @llvm.masked.store.v16f32.p0(<16 x float>, ptr, i32, <16 x i1>)
declare <16 x float> @llvm.fma.v16f32(<16 x float>, <16 x float>, <16 x float>)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" {
entry:
  %v1 = alloca i64, i64 7, align 16
  %v2 = alloca i64, i64 1, align 8
  br label %start
start:
  %v3 = load i64, ptr %dims, align 8
  store i64 0, ptr %v2, align 8
  store i64 %v3, ptr %v1, align 8
  %v4 = load ptr, ptr %bufs, align 8
  %v5 = getelementptr inbounds i64, ptr %v1, i64 1
  store ptr %v4, ptr %v5, align 8
  %v6 = getelementptr inbounds ptr, ptr %bufs, i64 1
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %v1, i64 2
  store ptr %v7, ptr %v8, align 8
  %v9 = getelementptr inbounds ptr, ptr %bufs, i64 2
  %v10 = load ptr, ptr %v9, align 8
  %v11 = getelementptr inbounds i64, ptr %v1, i64 3
  store ptr %v10, ptr %v11, align 8
  %v12 = getelementptr inbounds ptr, ptr %bufs, i64 3
  %v13 = load ptr, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %v1, i64 4
  store ptr %v13, ptr %v14, align 8
  %v15 = getelementptr inbounds i64, ptr %v1, i64 5
  store ptr %ctx, ptr %v15, align 8
  %v16 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v17 = load i64, ptr %v16, align 8
  %v18 = getelementptr inbounds i64, ptr %v1, i64 1
  %v19 = load ptr, ptr %v18, align 8
  %v20 = getelementptr inbounds i64, ptr %v1, i64 2
  %v21 = load ptr, ptr %v20, align 8
  %v22 = getelementptr inbounds i64, ptr %v1, i64 1
  %v23 = load ptr, ptr %v22, align 8
  %v24 = mul nsw i64 %v3, 2048
  %v25 = mul nsw i64 %v17, 2
  %v26 = udiv i64 %v24, 131072
  %v27 = call i64 @llvm.smin.i64(i64 %v25, i64 %v26)
  %v28 = call i64 @llvm.smax.i64(i64 1, i64 %v27)
  %v29 = call i64 @llvm.smin.i64(i64 %v28, i64 0)
  %v30 = call i64 @llvm.smax.i64(i64 1, i64 %v29)
  %v31 = sub nsw i64 %v30, 1
  %v32 = add nsw i64 %v28, %v31
  %v33 = udiv i64 %v32, %v30
  %v34 = udiv i64 %v3, 24
  %v35 = call i64 @llvm.smin.i64(i64 %v33, i64 %v34)
  %v36 = call i64 @llvm.smax.i64(i64 1, i64 %v35)
  %v37 = sub nsw i64 %v30, 1
  %v38 = add nsw i64 32, %v37
  %v39 = udiv i64 %v38, %v30
  %v40 = add nsw i64 %v39, 31
  %v41 = udiv i64 %v40, 32
  %v42 = mul nsw i64 %v41, 32
  %v43 = sub nsw i64 %v36, 1
  %v44 = add nsw i64 %v3, %v43
  %v45 = udiv i64 %v44, %v36
  %v46 = add nsw i64 %v45, 11
  %v47 = udiv i64 %v46, 12
  %v48 = mul nsw i64 %v47, 12
  %v49 = mul nsw i64 %v30, %v36
  %v50 = call i64 @llvm.smin.i64(i64 %v3, i64 32)
  %v51 = call i64 @llvm.smin.i64(i64 %v50, i64 1)
  %v52 = mul nsw i64 %v49, %v51
  %v53 = call i64 @llvm.smax.i64(i64 %v28, i64 1)
  %v54 = call i64 @llvm.smin.i64(i64 %v52, i64 %v53)
  %v55 = load i64, ptr %v2, align 8
  %v56 = icmp eq i64 %v55, 0
  br i1 %v56, label %b57, label %b58
b57:
  %v59 = call i64 @run_tasks(ptr %ctx, ptr @group0_0_matmul, ptr %v1, i64 %v54)
  store i64 %v59, ptr %v2, align 8
  br label %b58
b58:
  %v60 = load i64, ptr %v2, align 8
  %v61 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v62 = load i64, ptr %v61, align 8
  %v63 = icmp eq i64 %v60, 0
  %v64 = select i1 %v63, i64 %v62, i64 %v60
  ret i64 %v64
}
define internal void @group0_0_matmul(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" {
entry:
  %v45 = alloca i8, i64 8192, align 64
  %v46 = alloca i8, i64 131072, align 64
  %v47 = alloca i8, i64 73728, align 64
  br label %start
start:
  %v1 = load i64, ptr %frame, align 8
  %v2 = getelementptr inbounds i64, ptr %frame, i64 1
  %v3 = load ptr, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %frame, i64 2
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %frame, i64 3
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %frame, i64 4
  %v9 = load ptr, ptr %v8, align 8
  %v10 = getelementptr inbounds i64, ptr %frame, i64 5
  %v11 = load ptr, ptr %v10, align 8
  %v12 = getelementptr inbounds i64, ptr %v11, i64 3
  %v13 = load i64, ptr %v12, align 8
  %v14 = mul nsw i64 %v1, 2048
  %v15 = mul nsw i64 %v13, 2
  %v16 = udiv i64 %v14, 131072
  %v17 = call i64 @llvm.smin.i64(i64 %v15, i64 %v16)
  %v18 = call i64 @llvm.smax.i64(i64 1, i64 %v17)
  %v19 = call i64 @llvm.smin.i64(i64 %v18, i64 0)
  %v20 = call i64 @llvm.smax.i64(i64 1, i64 %v19)
  %v21 = sub nsw i64 %v20, 1
  %v22 = add nsw i64 %v18, %v21
  %v23 = udiv i64 %v22, %v20
  %v24 = udiv i64 %v1, 24
  %v25 = call i64 @llvm.smin.i64(i64 %v23, i64 %v24)
  %v26 = call i64 @llvm.smax.i64(i64 1, i64 %v25)
  %v27 = sub nsw i64 %v20, 1
  %v28 = add nsw i64 32, %v27
  %v29 = udiv i64 %v28, %v20
  %v30 = add nsw i64 %v29, 31
  %v31 = udiv i64 %v30, 32
  %v32 = mul nsw i64 %v31, 32
  %v33 = sub nsw i64 %v26, 1
  %v34 = add nsw i64 %v1, %v33
  %v35 = udiv i64 %v34, %v26
  %v36 = add nsw i64 %v35, 11
  %v37 = udiv i64 %v36, 12
  %v38 = mul nsw i64 %v37, 12
  %v39 = mul nsw i64 %v20, %v26
  %v40 = call i64 @llvm.smin.i64(i64 %v1, i64 32)
  %v41 = call i64 @llvm.smin.i64(i64 %v40, i64 1)
  %v42 = mul nsw i64 %v39, %v41
  %v43 = call i64 @llvm.smax.i64(i64 %v18, i64 1)
  %v44 = call i64 @llvm.smin.i64(i64 %v42, i64 %v43)
  %v48 = mul nsw i64 %task, %v42
  %v49 = udiv i64 %v48, %v44
  %v50 = add nsw i64 %task, 1
  %v51 = mul nsw i64 %v50, %v42
  %v52 = udiv i64 %v51, %v44
  br label %b53
b53:
  %i56 = phi i64 [ %v49, %start ], [ %v154, %b72 ]
  %v57 = icmp slt i64 %i56, %v52
  br i1 %v57, label %b54, label %b55
b54:
  %v58 = udiv i64 %i56, %v39
  %v59 = urem i64 %i56, %v39
  %v60 = udiv i64 %v59, %v20
  %v61 = mul nsw i64 %v60, %v38
  %v62 = urem i64 %v59, %v20
  %v63 = mul nsw i64 %v62, %v32
  %v64 = add nsw i64 %v61, %v38
  %v65 = call i64 @llvm.smin.i64(i64 %v1, i64 %v64)
  %v66 = add nsw i64 %v63, %v32
  %v67 = call i64 @llvm.smin.i64(i64 32, i64 %v66)
  %v68 = sub nsw i64 %v65, %v61
  %v69 = icmp sle i64 %v68, 8
  br label %b70
b70:
  %i73 = phi i64 [ %v63, %b54 ], [ %v153, %b79 ]
  %v74 = icmp slt i64 %i73, %v67
  br i1 %v74, label %b71, label %b72
b71:
  %v75 = sub nsw i64 %v67, %i73
  %v76 = call i64 @llvm.smin.i64(i64 32, i64 %v75)
  br label %b77
b77:
  %i80 = phi i64 [ %v61, %b71 ], [ %v152, %b112 ]
  %v81 = icmp slt i64 %i80, %v65
  br i1 %v81, label %b78, label %b79
b78:
  %v82 = add nsw i64 %i80, 384
  %v83 = call i64 @llvm.smin.i64(i64 %v65, i64 %v82)
  %v84 = mul nsw i64 %i73, 256
  %v85 = getelementptr inbounds i8, ptr %v5, i64 %v84
  %v86 = sub nsw i64 %v83, %i80
  %v87 = icmp sle i64 %v86, 16
  %v88 = udiv i64 %v76, 32
  %v89 = mul nsw i64 %v88, 32
  %v90 = icmp sgt i64 %v76, 0
  br i1 %v90, label %b91, label %b92
b91:
  call void @mm_float32_pack_columns(i64 64, i64 %v76, ptr %v85, i64 4, i64 256, ptr %v45, i64 8192)
  br label %b92
b92:
  br label %b93
b93:
  %i96 = phi i64 [ %i80, %b92 ], [ %v109, %b108 ]
  %v97 = icmp slt i64 %i96, %v83
  br i1 %v97, label %b94, label %b95
b94:
  %v98 = sub nsw i64 %v83, %i96
  %v99 = call i64 @llvm.smin.i64(i64 48, i64 %v98)
  %v100 = mul nsw i64 %i96, 256
  %v101 = getelementptr inbounds i8, ptr %v3, i64 %v100
  %v102 = icmp sge i64 %v76, 96
  %v103 = sub nsw i64 %i96, %i80
  %v104 = mul nsw i64 %v103, 192
  %v105 = getelementptr inbounds i8, ptr %v47, i64 %v104
  %v106 = icmp sgt i64 %v76, 0
  br i1 %v106, label %b107, label %b108
b107:
  call void @mm_float32_block(i64 %v99, i64 %v76, i64 64, ptr %v101, i64 256, i64 4, ptr %v45, i64 8192, i64 128, ptr %v105, i64 192, i64 0, i64 1)
  br label %b108
b108:
  %v109 = add nsw i64 %i96, 48
  br label %b93
b95:
  br label %b110
b110:
  %i113 = phi i64 [ %i80, %b95 ], [ %v151, %b120 ]
  %v114 = icmp slt i64 %i113, %v83
  br i1 %v114, label %b111, label %b112
b111:
  %v115 = sub nsw i64 %i113, %i80
  %v116 = mul nsw i64 %v115, 192
  %v117 = getelementptr inbounds i8, ptr %v47, i64 %v116
  br label %b118
b118:
  %i121 = phi i64 [ 0, %b111 ], [ %v150, %b119 ]
  %v122 = icmp slt i64 %i121, %v76
  br i1 %v122, label %b119, label %b120
b119:
  %v123 = mul nsw i64 %i121, 4
  %v124 = getelementptr inbounds i8, ptr %v117, i64 %v123
  %v125 = load <16 x float>, ptr %v124, align 4
  %v126 = sub nsw i64 %v76, %i121
  %v127 = call i64 @llvm.smin.i64(i64 %v126, i64 16)
  %v128 = call i64 @llvm.smax.i64(i64 %v127, i64 0)
  %v129 = trunc i64 %v128 to i32
  %v130 = insertelement <16 x i32> poison, i32 %v129, i64 0
  %v131 = shufflevector <16 x i32> %v130, <16 x i32> poison, <16 x i32> zeroinitializer
  %v132 = icmp slt <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>, %v131
  %v133 = call i64 @llvm.smin.i64(i64 %v126, i64 32)
  %v134 = call i64 @llvm.smax.i64(i64 %v133, i64 0)
  %v135 = trunc i64 %v134 to i32
  %v136 = insertelement <16 x i32> poison, i32 %v135, i64 0
  %v137 = shufflevector <16 x i32> %v136, <16 x i32> poison, <16 x i32> zeroinitializer
  %v138 = icmp slt <16 x i32> <i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>, %v137
  %v139 = add nsw i64 %i73, %i121
  %v140 = mul nsw i64 %i113, 32
  %v141 = add nsw i64 %v140, %v139
  %v142 = getelementptr inbounds float, ptr %v7, i64 %v139
  %v143 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v142, i32 4, <16 x i1> %v132, <16 x float> zeroinitializer)
  %v144 = fadd <16 x float> %v125, %v143
  %v145 = fcmp ogt <16 x float> %v144, splat (float 0x0000000000000000)
  %v146 = fcmp uno <16 x float> %v144, %v144
  %v147 = or <16 x i1> %v145, %v146
  %v148 = select <16 x i1> %v147, <16 x float> %v144, <16 x float> splat (float 0x0000000000000000)
  %v149 = getelementptr inbounds float, ptr %v9, i64 %v141
  call void @llvm.masked.store.v16f32.p0(<16 x float> %v148, ptr %v149, i32 4, <16 x i1> %v132)
  %v150 = add nsw i64 %i121, 16
  br label %b118
b120:
  %v151 = add nsw i64 %i113, 1
  br label %b110
b112:
  %v152 = add nsw i64 %i80, 384
  br label %b77
b79:
  %v153 = add nsw i64 %i73, 32
  br label %b70
b72:
  %v154 = add nsw i64 %i56, 1
  br label %b53
b55:
  ret void
}
define internal void @mm_float32_pack_columns(i64 %k, i64 %n, ptr %b, i64 %bk, i64 %bn, ptr %d, i64 %panel) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  br label %start
start:
  %v1 = udiv i64 %k, 16
  %v2 = mul nsw i64 %v1, 16
  %v3 = sub nsw i64 %n, 1
  %v4 = add nsw i64 %n, 31
  %v5 = udiv i64 %v4, 32
  %v6 = mul nsw i64 %v5, 2
  br label %b7
b7:
  %i10 = phi i64 [ 0, %start ], [ %v275, %b221 ]
  %v11 = icmp slt i64 %i10, %v6
  br i1 %v11, label %b8, label %b9
b8:
  %v12 = mul nsw i64 %i10, 16
  %v13 = udiv i64 %i10, 2
  %v14 = mul nsw i64 %v13, %panel
  %v15 = urem i64 %i10, 2
  %v16 = mul nsw i64 %v15, 64
  %v17 = getelementptr inbounds i8, ptr %d, i64 %v14
  %v18 = getelementptr inbounds i8, ptr %v17, i64 %v16
  %v19 = call i64 @llvm.smin.i64(i64 %v12, i64 %v3)
  %v20 = mul nsw i64 %v19, %bn
  %v21 = getelementptr inbounds i8, ptr %b, i64 %v20
  %v22 = add nsw i64 %v12, 1
  %v23 = call i64 @llvm.smin.i64(i64 %v22, i64 %v3)
  %v24 = mul nsw i64 %v23, %bn
  %v25 = getelementptr inbounds i8, ptr %b, i64 %v24
  %v26 = add nsw i64 %v12, 2
  %v27 = call i64 @llvm.smin.i64(i64 %v26, i64 %v3)
  %v28 = mul nsw i64 %v27, %bn
  %v29 = getelementptr inbounds i8, ptr %b, i64 %v28
  %v30 = add nsw i64 %v12, 3
  %v31 = call i64 @llvm.smin.i64(i64 %v30, i64 %v3)
  %v32 = mul nsw i64 %v31, %bn
  %v33 = getelementptr inbounds i8, ptr %b, i64 %v32
  %v34 = add nsw i64 %v12, 4
  %v35 = call i64 @llvm.smin.i64(i64 %v34, i64 %v3)
  %v36 = mul nsw i64 %v35, %bn
  %v37 = getelementptr inbounds i8, ptr %b, i64 %v36
  %v38 = add nsw i64 %v12, 5
  %v39 = call i64 @llvm.smin.i64(i64 %v38, i64 %v3)
  %v40 = mul nsw i64 %v39, %bn
  %v41 = getelementptr inbounds i8, ptr %b, i64 %v40
  %v42 = add nsw i64 %v12, 6
  %v43 = call i64 @llvm.smin.i64(i64 %v42, i64 %v3)
  %v44 = mul nsw i64 %v43, %bn
  %v45 = getelementptr inbounds i8, ptr %b, i64 %v44
  %v46 = add nsw i64 %v12, 7
  %v47 = call i64 @llvm.smin.i64(i64 %v46, i64 %v3)
  %v48 = mul nsw i64 %v47, %bn
  %v49 = getelementptr inbounds i8, ptr %b, i64 %v48
  %v50 = add nsw i64 %v12, 8
  %v51 = call i64 @llvm.smin.i64(i64 %v50, i64 %v3)
  %v52 = mul nsw i64 %v51, %bn
  %v53 = getelementptr inbounds i8, ptr %b, i64 %v52
  %v54 = add nsw i64 %v12, 9
  %v55 = call i64 @llvm.smin.i64(i64 %v54, i64 %v3)
  %v56 = mul nsw i64 %v55, %bn
  %v57 = getelementptr inbounds i8, ptr %b, i64 %v56
  %v58 = add nsw i64 %v12, 10
  %v59 = call i64 @llvm.smin.i64(i64 %v58, i64 %v3)
  %v60 = mul nsw i64 %v59, %bn
  %v61 = getelementptr inbounds i8, ptr %b, i64 %v60
  %v62 = add nsw i64 %v12, 11
  %v63 = call i64 @llvm.smin.i64(i64 %v62, i64 %v3)
  %v64 = mul nsw i64 %v63, %bn
  %v65 = getelementptr inbounds i8, ptr %b, i64 %v64
  %v66 = add nsw i64 %v12, 12
  %v67 = call i64 @llvm.smin.i64(i64 %v66, i64 %v3)
  %v68 = mul nsw i64 %v67, %bn
  %v69 = getelementptr inbounds i8, ptr %b, i64 %v68
  %v70 = add nsw i64 %v12, 13
  %v71 = call i64 @llvm.smin.i64(i64 %v70, i64 %v3)
  %v72 = mul nsw i64 %v71, %bn
  %v73 = getelementptr inbounds i8, ptr %b, i64 %v72
  %v74 = add nsw i64 %v12, 14
  %v75 = call i64 @llvm.smin.i64(i64 %v74, i64 %v3)
  %v76 = mul nsw i64 %v75, %bn
  %v77 = getelementptr inbounds i8, ptr %b, i64 %v76
  %v78 = add nsw i64 %v12, 15
  %v79 = call i64 @llvm.smin.i64(i64 %v78, i64 %v3)
  %v80 = mul nsw i64 %v79, %bn
  %v81 = getelementptr inbounds i8, ptr %b, i64 %v80
  br label %b82
b82:
  %i85 = phi i64 [ 0, %b8 ], [ %v218, %b83 ]
  %v86 = icmp slt i64 %i85, %v2
  br i1 %v86, label %b83, label %b84
b83:
  %v87 = mul nsw i64 %i85, 4
  %v88 = getelementptr inbounds i8, ptr %v21, i64 %v87
  %v89 = load <16 x float>, ptr %v88, align 4
  %v90 = getelementptr inbounds i8, ptr %v25, i64 %v87
  %v91 = load <16 x float>, ptr %v90, align 4
  %v92 = getelementptr inbounds i8, ptr %v29, i64 %v87
  %v93 = load <16 x float>, ptr %v92, align 4
  %v94 = getelementptr inbounds i8, ptr %v33, i64 %v87
  %v95 = load <16 x float>, ptr %v94, align 4
  %v96 = getelementptr inbounds i8, ptr %v37, i64 %v87
  %v97 = load <16 x float>, ptr %v96, align 4
  %v98 = getelementptr inbounds i8, ptr %v41, i64 %v87
  %v99 = load <16 x float>, ptr %v98, align 4
  %v100 = getelementptr inbounds i8, ptr %v45, i64 %v87
  %v101 = load <16 x float>, ptr %v100, align 4
  %v102 = getelementptr inbounds i8, ptr %v49, i64 %v87
  %v103 = load <16 x float>, ptr %v102, align 4
  %v104 = getelementptr inbounds i8, ptr %v53, i64 %v87
  %v105 = load <16 x float>, ptr %v104, align 4
  %v106 = getelementptr inbounds i8, ptr %v57, i64 %v87
  %v107 = load <16 x float>, ptr %v106, align 4
  %v108 = getelementptr inbounds i8, ptr %v61, i64 %v87
  %v109 = load <16 x float>, ptr %v108, align 4
  %v110 = getelementptr inbounds i8, ptr %v65, i64 %v87
  %v111 = load <16 x float>, ptr %v110, align 4
  %v112 = getelementptr inbounds i8, ptr %v69, i64 %v87
  %v113 = load <16 x float>, ptr %v112, align 4
  %v114 = getelementptr inbounds i8, ptr %v73, i64 %v87
  %v115 = load <16 x float>, ptr %v114, align 4
  %v116 = getelementptr inbounds i8, ptr %v77, i64 %v87
  %v117 = load <16 x float>, ptr %v116, align 4
  %v118 = getelementptr inbounds i8, ptr %v81, i64 %v87
  %v119 = load <16 x float>, ptr %v118, align 4
  %v120 = add nsw i64 %v87, 512
  %v121 = getelementptr inbounds i8, ptr %v21, i64 %v120
  call void @llvm.prefetch.p0(ptr %v121, i32 0, i32 2, i32 1)
  %v122 = getelementptr inbounds i8, ptr %v25, i64 %v120
  call void @llvm.prefetch.p0(ptr %v122, i32 0, i32 2, i32 1)
  %v123 = getelementptr inbounds i8, ptr %v29, i64 %v120
  call void @llvm.prefetch.p0(ptr %v123, i32 0, i32 2, i32 1)
  %v124 = getelementptr inbounds i8, ptr %v33, i64 %v120
  call void @llvm.prefetch.p0(ptr %v124, i32 0, i32 2, i32 1)
  %v125 = getelementptr inbounds i8, ptr %v37, i64 %v120
  call void @llvm.prefetch.p0(ptr %v125, i32 0, i32 2, i32 1)
  %v126 = getelementptr inbounds i8, ptr %v41, i64 %v120
  call void @llvm.prefetch.p0(ptr %v126, i32 0, i32 2, i32 1)
  %v127 = getelementptr inbounds i8, ptr %v45, i64 %v120
  call void @llvm.prefetch.p0(ptr %v127, i32 0, i32 2, i32 1)
  %v128 = getelementptr inbounds i8, ptr %v49, i64 %v120
  call void @llvm.prefetch.p0(ptr %v128, i32 0, i32 2, i32 1)
  %v129 = getelementptr inbounds i8, ptr %v53, i64 %v120
  call void @llvm.prefetch.p0(ptr %v129, i32 0, i32 2, i32 1)
  %v130 = getelementptr inbounds i8, ptr %v57, i64 %v120
  call void @llvm.prefetch.p0(ptr %v130, i32 0, i32 2, i32 1)
  %v131 = getelementptr inbounds i8, ptr %v61, i64 %v120
  call void @llvm.prefetch.p0(ptr %v131, i32 0, i32 2, i32 1)
  %v132 = getelementptr inbounds i8, ptr %v65, i64 %v120
  call void @llvm.prefetch.p0(ptr %v132, i32 0, i32 2, i32 1)
  %v133 = getelementptr inbounds i8, ptr %v69, i64 %v120
  call void @llvm.prefetch.p0(ptr %v133, i32 0, i32 2, i32 1)
  %v134 = getelementptr inbounds i8, ptr %v73, i64 %v120
  call void @llvm.prefetch.p0(ptr %v134, i32 0, i32 2, i32 1)
  %v135 = getelementptr inbounds i8, ptr %v77, i64 %v120
  call void @llvm.prefetch.p0(ptr %v135, i32 0, i32 2, i32 1)
  %v136 = getelementptr inbounds i8, ptr %v81, i64 %v120
  call void @llvm.prefetch.p0(ptr %v136, i32 0, i32 2, i32 1)
  %v137 = mul nsw i64 %i85, 128
  %v138 = getelementptr inbounds i8, ptr %v18, i64 %v137
  %v139 = shufflevector <16 x float> %v89, <16 x float> %v91, <16 x i32> <i32 0, i32 16, i32 2, i32 18, i32 4, i32 20, i32 6, i32 22, i32 8, i32 24, i32 10, i32 26, i32 12, i32 28, i32 14, i32 30>
  %v140 = shufflevector <16 x float> %v89, <16 x float> %v91, <16 x i32> <i32 1, i32 17, i32 3, i32 19, i32 5, i32 21, i32 7, i32 23, i32 9, i32 25, i32 11, i32 27, i32 13, i32 29, i32 15, i32 31>
  %v141 = shufflevector <16 x float> %v93, <16 x float> %v95, <16 x i32> <i32 0, i32 16, i32 2, i32 18, i32 4, i32 20, i32 6, i32 22, i32 8, i32 24, i32 10, i32 26, i32 12, i32 28, i32 14, i32 30>
  %v142 = shufflevector <16 x float> %v93, <16 x float> %v95, <16 x i32> <i32 1, i32 17, i32 3, i32 19, i32 5, i32 21, i32 7, i32 23, i32 9, i32 25, i32 11, i32 27, i32 13, i32 29, i32 15, i32 31>
  %v143 = shufflevector <16 x float> %v97, <16 x float> %v99, <16 x i32> <i32 0, i32 16, i32 2, i32 18, i32 4, i32 20, i32 6, i32 22, i32 8, i32 24, i32 10, i32 26, i32 12, i32 28, i32 14, i32 30>
  %v144 = shufflevector <16 x float> %v97, <16 x float> %v99, <16 x i32> <i32 1, i32 17, i32 3, i32 19, i32 5, i32 21, i32 7, i32 23, i32 9, i32 25, i32 11, i32 27, i32 13, i32 29, i32 15, i32 31>
  %v145 = shufflevector <16 x float> %v101, <16 x float> %v103, <16 x i32> <i32 0, i32 16, i32 2, i32 18, i32 4, i32 20, i32 6, i32 22, i32 8, i32 24, i32 10, i32 26, i32 12, i32 28, i32 14, i32 30>
  %v146 = shufflevector <16 x float> %v101, <16 x float> %v103, <16 x i32> <i32 1, i32 17, i32 3, i32 19, i32 5, i32 21, i32 7, i32 23, i32 9, i32 25, i32 11, i32 27, i32 13, i32 29, i32 15, i32 31>
  %v147 = shufflevector <16 x float> %v105, <16 x float> %v107, <16 x i32> <i32 0, i32 16, i32 2, i32 18, i32 4, i32 20, i32 6, i32 22, i32 8, i32 24, i32 10, i32 26, i32 12, i32 28, i32 14, i32 30>
  %v148 = shufflevector <16 x float> %v105, <16 x float> %v107, <16 x i32> <i32 1, i32 17, i32 3, i32 19, i32 5, i32 21, i32 7, i32 23, i32 9, i32 25, i32 11, i32 27, i32 13, i32 29, i32 15, i32 31>
  %v149 = shufflevector <16 x float> %v109, <16 x float> %v111, <16 x i32> <i32 0, i32 16, i32 2, i32 18, i32 4, i32 20, i32 6, i32 22, i32 8, i32 24, i32 10, i32 26, i32 12, i32 28, i32 14, i32 30>
  %v150 = shufflevector <16 x float> %v109, <16 x float> %v111, <16 x i32> <i32 1, i32 17, i32 3, i32 19, i32 5, i32 21, i32 7, i32 23, i32 9, i32 25, i32 11, i32 27, i32 13, i32 29, i32 15, i32 31>
  %v151 = shufflevector <16 x float> %v113, <16 x float> %v115, <16 x i32> <i32 0, i32 16, i32 2, i32 18, i32 4, i32 20, i32 6, i32 22, i32 8, i32 24, i32 10, i32 26, i32 12, i32 28, i32 14, i32 30>
  %v152 = shufflevector <16 x float> %v113, <16 x float> %v115, <16 x i32> <i32 1, i32 17, i32 3, i32 19, i32 5, i32 21, i32 7, i32 23, i32 9, i32 25, i32 11, i32 27, i32 13, i32 29, i32 15, i32 31>
  %v153 = shufflevector <16 x float> %v117, <16 x float> %v119, <16 x i32> <i32 0, i32 16, i32 2, i32 18, i32 4, i32 20, i32 6, i32 22, i32 8, i32 24, i32 10, i32 26, i32 12, i32 28, i32 14, i32 30>
  %v154 = shufflevector <16 x float> %v117, <16 x float> %v119, <16 x i32> <i32 1, i32 17, i32 3, i32 19, i32 5, i32 21, i32 7, i32 23, i32 9, i32 25, i32 11, i32 27, i32 13, i32 29, i32 15, i32 31>
  %v155 = shufflevector <16 x float> %v139, <16 x float> %v141, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v156 = shufflevector <16 x float> %v139, <16 x float> %v141, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v157 = shufflevector <16 x float> %v140, <16 x float> %v142, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v158 = shufflevector <16 x float> %v140, <16 x float> %v142, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v159 = shufflevector <16 x float> %v143, <16 x float> %v145, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v160 = shufflevector <16 x float> %v143, <16 x float> %v145, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v161 = shufflevector <16 x float> %v144, <16 x float> %v146, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v162 = shufflevector <16 x float> %v144, <16 x float> %v146, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v163 = shufflevector <16 x float> %v147, <16 x float> %v149, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v164 = shufflevector <16 x float> %v147, <16 x float> %v149, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v165 = shufflevector <16 x float> %v148, <16 x float> %v150, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v166 = shufflevector <16 x float> %v148, <16 x float> %v150, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v167 = shufflevector <16 x float> %v151, <16 x float> %v153, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v168 = shufflevector <16 x float> %v151, <16 x float> %v153, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v169 = shufflevector <16 x float> %v152, <16 x float> %v154, <16 x i32> <i32 0, i32 1, i32 16, i32 17, i32 4, i32 5, i32 20, i32 21, i32 8, i32 9, i32 24, i32 25, i32 12, i32 13, i32 28, i32 29>
  %v170 = shufflevector <16 x float> %v152, <16 x float> %v154, <16 x i32> <i32 2, i32 3, i32 18, i32 19, i32 6, i32 7, i32 22, i32 23, i32 10, i32 11, i32 26, i32 27, i32 14, i32 15, i32 30, i32 31>
  %v171 = shufflevector <16 x float> %v155, <16 x float> %v159, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 16, i32 17, i32 18, i32 19, i32 8, i32 9, i32 10, i32 11, i32 24, i32 25, i32 26, i32 27>
  %v172 = shufflevector <16 x float> %v155, <16 x float> %v159, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 20, i32 21, i32 22, i32 23, i32 12, i32 13, i32 14, i32 15, i32 28, i32 29, i32 30, i32 31>
  %v173 = shufflevector <16 x float> %v157, <16 x float> %v161, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 16, i32 17, i32 18, i32 19, i32 8, i32 9, i32 10, i32 11, i32 24, i32 25, i32 26, i32 27>
  %v174 = shufflevector <16 x float> %v157, <16 x float> %v161, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 20, i32 21, i32 22, i32 23, i32 12, i32 13, i32 14, i32 15, i32 28, i32 29, i32 30, i32 31>
  %v175 = shufflevector <16 x float> %v156, <16 x float> %v160, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 16, i32 17, i32 18, i32 19, i32 8, i32 9, i32 10, i32 11, i32 24, i32 25, i32 26, i32 27>
  %v176 = shufflevector <16 x float> %v156, <16 x float> %v160, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 20, i32 21, i32 22, i32 23, i32 12, i32 13, i32 14, i32 15, i32 28, i32 29, i32 30, i32 31>
  %v177 = shufflevector <16 x float> %v158, <16 x float> %v162, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 16, i32 17, i32 18, i32 19, i32 8, i32 9, i32 10, i32 11, i32 24, i32 25, i32 26, i32 27>
  %v178 = shufflevector <16 x float> %v158, <16 x float> %v162, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 20, i32 21, i32 22, i32 23, i32 12, i32 13, i32 14, i32 15, i32 28, i32 29, i32 30, i32 31>
  %v179 = shufflevector <16 x float> %v163, <16 x float> %v167, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 16, i32 17, i32 18, i32 19, i32 8, i32 9, i32 10, i32 11, i32 24, i32 25, i32 26, i32 27>
  %v180 = shufflevector <16 x float> %v163, <16 x float> %v167, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 20, i32 21, i32 22, i32 23, i32 12, i32 13, i32 14, i32 15, i32 28, i32 29, i32 30, i32 31>
  %v181 = shufflevector <16 x float> %v165, <16 x float> %v169, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 16, i32 17, i32 18, i32 19, i32 8, i32 9, i32 10, i32 11, i32 24, i32 25, i32 26, i32 27>
  %v182 = shufflevector <16 x float> %v165, <16 x float> %v169, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 20, i32 21, i32 22, i32 23, i32 12, i32 13, i32 14, i32 15, i32 28, i32 29, i32 30, i32 31>
  %v183 = shufflevector <16 x float> %v164, <16 x float> %v168, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 16, i32 17, i32 18, i32 19, i32 8, i32 9, i32 10, i32 11, i32 24, i32 25, i32 26, i32 27>
  %v184 = shufflevector <16 x float> %v164, <16 x float> %v168, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 20, i32 21, i32 22, i32 23, i32 12, i32 13, i32 14, i32 15, i32 28, i32 29, i32 30, i32 31>
  %v185 = shufflevector <16 x float> %v166, <16 x float> %v170, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 16, i32 17, i32 18, i32 19, i32 8, i32 9, i32 10, i32 11, i32 24, i32 25, i32 26, i32 27>
  %v186 = shufflevector <16 x float> %v166, <16 x float> %v170, <16 x i32> <i32 4, i32 5, i32 6, i32 7, i32 20, i32 21, i32 22, i32 23, i32 12, i32 13, i32 14, i32 15, i32 28, i32 29, i32 30, i32 31>
  %v187 = shufflevector <16 x float> %v171, <16 x float> %v179, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v188 = shufflevector <16 x float> %v171, <16 x float> %v179, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v189 = shufflevector <16 x float> %v173, <16 x float> %v181, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v190 = shufflevector <16 x float> %v173, <16 x float> %v181, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v191 = shufflevector <16 x float> %v175, <16 x float> %v183, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v192 = shufflevector <16 x float> %v175, <16 x float> %v183, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v193 = shufflevector <16 x float> %v177, <16 x float> %v185, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v194 = shufflevector <16 x float> %v177, <16 x float> %v185, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v195 = shufflevector <16 x float> %v172, <16 x float> %v180, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v196 = shufflevector <16 x float> %v172, <16 x float> %v180, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v197 = shufflevector <16 x float> %v174, <16 x float> %v182, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v198 = shufflevector <16 x float> %v174, <16 x float> %v182, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v199 = shufflevector <16 x float> %v176, <16 x float> %v184, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v200 = shufflevector <16 x float> %v176, <16 x float> %v184, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %v201 = shufflevector <16 x float> %v178, <16 x float> %v186, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  %v202 = shufflevector <16 x float> %v178, <16 x float> %v186, <16 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  store <16 x float> %v187, ptr %v138, align 4
  %v203 = getelementptr inbounds i8, ptr %v138, i64 128
  store <16 x float> %v189, ptr %v203, align 4
  %v204 = getelementptr inbounds i8, ptr %v138, i64 256
  store <16 x float> %v191, ptr %v204, align 4
  %v205 = getelementptr inbounds i8, ptr %v138, i64 384
  store <16 x float> %v193, ptr %v205, align 4
  %v206 = getelementptr inbounds i8, ptr %v138, i64 512
  store <16 x float> %v195, ptr %v206, align 4
  %v207 = getelementptr inbounds i8, ptr %v138, i64 640
  store <16 x float> %v197, ptr %v207, align 4
  %v208 = getelementptr inbounds i8, ptr %v138, i64 768
  store <16 x float> %v199, ptr %v208, align 4
  %v209 = getelementptr inbounds i8, ptr %v138, i64 896
  store <16 x float> %v201, ptr %v209, align 4
  %v210 = getelementptr inbounds i8, ptr %v138, i64 1024
  store <16 x float> %v188, ptr %v210, align 4
  %v211 = getelementptr inbounds i8, ptr %v138, i64 1152
  store <16 x float> %v190, ptr %v211, align 4
  %v212 = getelementptr inbounds i8, ptr %v138, i64 1280
  store <16 x float> %v192, ptr %v212, align 4
  %v213 = getelementptr inbounds i8, ptr %v138, i64 1408
  store <16 x float> %v194, ptr %v213, align 4
  %v214 = getelementptr inbounds i8, ptr %v138, i64 1536
  store <16 x float> %v196, ptr %v214, align 4
  %v215 = getelementptr inbounds i8, ptr %v138, i64 1664
  store <16 x float> %v198, ptr %v215, align 4
  %v216 = getelementptr inbounds i8, ptr %v138, i64 1792
  store <16 x float> %v200, ptr %v216, align 4
  %v217 = getelementptr inbounds i8, ptr %v138, i64 1920
  store <16 x float> %v202, ptr %v217, align 4
  %v218 = add nsw i64 %i85, 16
  br label %b82
b84:
  br label %b219
b219:
  %i222 = phi i64 [ %v2, %b84 ], [ %v274, %b220 ]
  %v223 = icmp slt i64 %i222, %k
  br i1 %v223, label %b220, label %b221
b220:
  %v224 = mul nsw i64 %i222, 4
  %v225 = mul nsw i64 %i222, 128
  %v226 = getelementptr inbounds i8, ptr %v18, i64 %v225
  %v227 = getelementptr inbounds i8, ptr %v21, i64 %v224
  %v228 = load float, ptr %v227, align 4
  store float %v228, ptr %v226, align 4
  %v229 = getelementptr inbounds i8, ptr %v25, i64 %v224
  %v230 = load float, ptr %v229, align 4
  %v231 = getelementptr inbounds i8, ptr %v226, i64 4
  store float %v230, ptr %v231, align 4
  %v232 = getelementptr inbounds i8, ptr %v29, i64 %v224
  %v233 = load float, ptr %v232, align 4
  %v234 = getelementptr inbounds i8, ptr %v226, i64 8
  store float %v233, ptr %v234, align 4
  %v235 = getelementptr inbounds i8, ptr %v33, i64 %v224
  %v236 = load float, ptr %v235, align 4
  %v237 = getelementptr inbounds i8, ptr %v226, i64 12
  store float %v236, ptr %v237, align 4
  %v238 = getelementptr inbounds i8, ptr %v37, i64 %v224
  %v239 = load float, ptr %v238, align 4
  %v240 = getelementptr inbounds i8, ptr %v226, i64 16
  store float %v239, ptr %v240, align 4
  %v241 = getelementptr inbounds i8, ptr %v41, i64 %v224
  %v242 = load float, ptr %v241, align 4
  %v243 = getelementptr inbounds i8, ptr %v226, i64 20
  store float %v242, ptr %v243, align 4
  %v244 = getelementptr inbounds i8, ptr %v45, i64 %v224
  %v245 = load float, ptr %v244, align 4
  %v246 = getelementptr inbounds i8, ptr %v226, i64 24
  store float %v245, ptr %v246, align 4
  %v247 = getelementptr inbounds i8, ptr %v49, i64 %v224
  %v248 = load float, ptr %v247, align 4
  %v249 = getelementptr inbounds i8, ptr %v226, i64 28
  store float %v248, ptr %v249, align 4
  %v250 = getelementptr inbounds i8, ptr %v53, i64 %v224
  %v251 = load float, ptr %v250, align 4
  %v252 = getelementptr inbounds i8, ptr %v226, i64 32
  store float %v251, ptr %v252, align 4
  %v253 = getelementptr inbounds i8, ptr %v57, i64 %v224
  %v254 = load float, ptr %v253, align 4
  %v255 = getelementptr inbounds i8, ptr %v226, i64 36
  store float %v254, ptr %v255, align 4
  %v256 = getelementptr inbounds i8, ptr %v61, i64 %v224
  %v257 = load float, ptr %v256, align 4
  %v258 = getelementptr inbounds i8, ptr %v226, i64 40
  store float %v257, ptr %v258, align 4
  %v259 = getelementptr inbounds i8, ptr %v65, i64 %v224
  %v260 = load float, ptr %v259, align 4
  %v261 = getelementptr inbounds i8, ptr %v226, i64 44
  store float %v260, ptr %v261, align 4
  %v262 = getelementptr inbounds i8, ptr %v69, i64 %v224
  %v263 = load float, ptr %v262, align 4
  %v264 = getelementptr inbounds i8, ptr %v226, i64 48
  store float %v263, ptr %v264, align 4
  %v265 = getelementptr inbounds i8, ptr %v73, i64 %v224
  %v266 = load float, ptr %v265, align 4
  %v267 = getelementptr inbounds i8, ptr %v226, i64 52
  store float %v266, ptr %v267, align 4
  %v268 = getelementptr inbounds i8, ptr %v77, i64 %v224
  %v269 = load float, ptr %v268, align 4
  %v270 = getelementptr inbounds i8, ptr %v226, i64 56
  store float %v269, ptr %v270, align 4
  %v271 = getelementptr inbounds i8, ptr %v81, i64 %v224
  %v272 = load float, ptr %v271, align 4
  %v273 = getelementptr inbounds i8, ptr %v226, i64 60
  store float %v272, ptr %v273, align 4
  %v274 = add nsw i64 %i222, 1
  br label %b219
b221:
  %v275 = add nsw i64 %i10, 1
  br label %b7
b9:
  ret void
}
define internal void @mm_float32_block(i64 %m, i64 %n, i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %panel, i64 %bk, ptr %d, i64 %dm, i64 %add, i64 %whole) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  %v1 = alloca float, i64 384, align 64
  %v2 = alloca float, i64 2112, align 64
  br label %start
start:
  %v3 = udiv i64 %m, 12
  %v4 = mul nsw i64 %v3, 12
  %v5 = sub nsw i64 %m, %v4
  %v6 = udiv i64 %v5, 4
  %v7 = mul nsw i64 %v6, 4
  %v8 = add nsw i64 %v4, %v7
  %v9 = sub nsw i64 %m, %v8
  %v10 = icmp sgt i64 %v9, 0
  br i1 %v10, label %b11, label %b12
b11:
  %v13 = mul nsw i64 %v8, %am
  %v14 = getelementptr inbounds i8, ptr %a, i64 %v13
  %v18 = icmp eq i64 %ak, 4
  br i1 %v18, label %b15, label %b16
b15:
  %v19 = icmp slt i64 0, %v9
  %v20 = select i1 %v19, i64 0, i64 0
  %v21 = getelementptr inbounds i8, ptr %v14, i64 %v20
  call void @mm_float32_copy(i64 1, i64 %k, ptr %v21, i64 0, ptr %v2, i64 0)
  %v22 = icmp slt i64 1, %v9
  %v23 = select i1 %v22, i64 %am, i64 0
  %v24 = getelementptr inbounds i8, ptr %v14, i64 %v23
  %v25 = getelementptr inbounds i8, ptr %v2, i64 2112
  call void @mm_float32_copy(i64 1, i64 %k, ptr %v24, i64 0, ptr %v25, i64 0)
  %v26 = icmp slt i64 2, %v9
  %v27 = mul nsw i64 %am, 2
  %v28 = select i1 %v26, i64 %v27, i64 0
  %v29 = getelementptr inbounds i8, ptr %v14, i64 %v28
  %v30 = getelementptr inbounds i8, ptr %v2, i64 4224
  call void @mm_float32_copy(i64 1, i64 %k, ptr %v29, i64 0, ptr %v30, i64 0)
  %v31 = icmp slt i64 3, %v9
  %v32 = mul nsw i64 %am, 3
  %v33 = select i1 %v31, i64 %v32, i64 0
  %v34 = getelementptr inbounds i8, ptr %v14, i64 %v33
  %v35 = getelementptr inbounds i8, ptr %v2, i64 6336
  call void @mm_float32_copy(i64 1, i64 %k, ptr %v34, i64 0, ptr %v35, i64 0)
  br label %b17
b16:
  %v36 = icmp slt i64 0, %v9
  %v37 = select i1 %v36, i64 0, i64 0
  %v38 = getelementptr inbounds i8, ptr %v14, i64 %v37
  br label %b39
b39:
  %i42 = phi i64 [ 0, %b16 ], [ %v49, %b40 ]
  %v43 = icmp slt i64 %i42, %k
  br i1 %v43, label %b40, label %b41
b40:
  %v44 = mul nsw i64 %i42, %ak
  %v45 = getelementptr inbounds i8, ptr %v38, i64 %v44
  %v46 = load float, ptr %v45, align 4
  %v47 = mul nsw i64 %i42, 4
  %v48 = getelementptr inbounds i8, ptr %v2, i64 %v47
  store float %v46, ptr %v48, align 4
  %v49 = add nsw i64 %i42, 1
  br label %b39
b41:
  %v50 = icmp slt i64 1, %v9
  %v51 = select i1 %v50, i64 %am, i64 0
  %v52 = getelementptr inbounds i8, ptr %v14, i64 %v51
  %v53 = getelementptr inbounds i8, ptr %v2, i64 2112
  br label %b54
b54:
  %i57 = phi i64 [ 0, %b41 ], [ %v64, %b55 ]
  %v58 = icmp slt i64 %i57, %k
  br i1 %v58, label %b55, label %b56
b55:
  %v59 = mul nsw i64 %i57, %ak
  %v60 = getelementptr inbounds i8, ptr %v52, i64 %v59
  %v61 = load float, ptr %v60, align 4
  %v62 = mul nsw i64 %i57, 4
  %v63 = getelementptr inbounds i8, ptr %v53, i64 %v62
  store float %v61, ptr %v63, align 4
  %v64 = add nsw i64 %i57, 1
  br label %b54
b56:
  %v65 = icmp slt i64 2, %v9
  %v66 = mul nsw i64 %am, 2
  %v67 = select i1 %v65, i64 %v66, i64 0
  %v68 = getelementptr inbounds i8, ptr %v14, i64 %v67
  %v69 = getelementptr inbounds i8, ptr %v2, i64 4224
  br label %b70
b70:
  %i73 = phi i64 [ 0, %b56 ], [ %v80, %b71 ]
  %v74 = icmp slt i64 %i73, %k
  br i1 %v74, label %b71, label %b72
b71:
  %v75 = mul nsw i64 %i73, %ak
  %v76 = getelementptr inbounds i8, ptr %v68, i64 %v75
  %v77 = load float, ptr %v76, align 4
  %v78 = mul nsw i64 %i73, 4
  %v79 = getelementptr inbounds i8, ptr %v69, i64 %v78
  store float %v77, ptr %v79, align 4
  %v80 = add nsw i64 %i73, 1
  br label %b70
b72:
  %v81 = icmp slt i64 3, %v9
  %v82 = mul nsw i64 %am, 3
  %v83 = select i1 %v81, i64 %v82, i64 0
  %v84 = getelementptr inbounds i8, ptr %v14, i64 %v83
  %v85 = getelementptr inbounds i8, ptr %v2, i64 6336
  br label %b86
b86:
  %i89 = phi i64 [ 0, %b72 ], [ %v96, %b87 ]
  %v90 = icmp slt i64 %i89, %k
  br i1 %v90, label %b87, label %b88
b87:
  %v91 = mul nsw i64 %i89, %ak
  %v92 = getelementptr inbounds i8, ptr %v84, i64 %v91
  %v93 = load float, ptr %v92, align 4
  %v94 = mul nsw i64 %i89, 4
  %v95 = getelementptr inbounds i8, ptr %v85, i64 %v94
  store float %v93, ptr %v95, align 4
  %v96 = add nsw i64 %i89, 1
  br label %b86
b88:
  br label %b17
b17:
  br label %b12
b12:
  %v97 = icmp ne i64 %whole, 0
  br label %b98
b98:
  %i101 = phi i64 [ 0, %b12 ], [ %v168, %b154 ]
  %v102 = icmp slt i64 %i101, %n
  br i1 %v102, label %b99, label %b100
b99:
  %v103 = udiv i64 %i101, 32
  %v104 = mul nsw i64 %v103, %panel
  %v105 = getelementptr inbounds i8, ptr %b, i64 %v104
  br label %b106
b106:
  %i109 = phi i64 [ 0, %b99 ], [ %v130, %b129 ]
  %v110 = icmp slt i64 %i109, %v4
  br i1 %v110, label %b107, label %b108
b107:
  %v111 = mul nsw i64 %i109, %am
  %v112 = getelementptr inbounds i8, ptr %a, i64 %v111
  %v113 = sub nsw i64 %n, %i101
  %v114 = icmp sge i64 %v113, 32
  %v115 = or i1 %v97, %v114
  %v116 = mul nsw i64 %i101, 4
  %v117 = getelementptr inbounds i8, ptr %d, i64 %v116
  %v118 = mul nsw i64 %i109, %dm
  %v119 = getelementptr inbounds i8, ptr %v117, i64 %v118
  %v120 = select i1 %v115, ptr %v119, ptr %v1
  %v121 = select i1 %v115, i64 %dm, i64 128
  %v122 = select i1 %v115, i64 %add, i64 0
  %v126 = icmp sgt i64 %v113, 16
  br i1 %v126, label %b123, label %b124
b123:
  call void @mm_float32_tile_12_2(i64 %k, ptr %v112, i64 %am, i64 %ak, ptr %v105, i64 %bk, ptr %v120, i64 %v121, i64 %v122)
  br label %b125
b124:
  call void @mm_float32_tile_12_1(i64 %k, ptr %v112, i64 %am, i64 %ak, ptr %v105, i64 %bk, ptr %v120, i64 %v121, i64 %v122)
  br label %b125
b125:
  %v127 = xor i1 %v115, true
  br i1 %v127, label %b128, label %b129
b128:
  call void @mm_float32_flush(i64 12, i64 %v113, ptr %v1, ptr %v119, i64 %dm, i64 %add)
  br label %b129
b129:
  %v130 = add nsw i64 %i109, 12
  br label %b106
b108:
  br label %b131
b131:
  %i134 = phi i64 [ %v4, %b108 ], [ %v151, %b150 ]
  %v135 = icmp slt i64 %i134, %v8
  br i1 %v135, label %b132, label %b133
b132:
  %v136 = mul nsw i64 %i134, %am
  %v137 = getelementptr inbounds i8, ptr %a, i64 %v136
  %v138 = sub nsw i64 %n, %i101
  %v139 = icmp sge i64 %v138, 32
  %v140 = or i1 %v97, %v139
  %v141 = mul nsw i64 %i101, 4
  %v142 = getelementptr inbounds i8, ptr %d, i64 %v141
  %v143 = mul nsw i64 %i134, %dm
  %v144 = getelementptr inbounds i8, ptr %v142, i64 %v143
  %v145 = select i1 %v140, ptr %v144, ptr %v1
  %v146 = select i1 %v140, i64 %dm, i64 128
  %v147 = select i1 %v140, i64 %add, i64 0
  call void @mm_float32_tile_4_2(i64 %k, ptr %v137, i64 %am, i64 %ak, ptr %v105, i64 %bk, ptr %v145, i64 %v146, i64 %v147)
  %v148 = xor i1 %v140, true
  br i1 %v148, label %b149, label %b150
b149:
  call void @mm_float32_flush(i64 4, i64 %v138, ptr %v1, ptr %v144, i64 %dm, i64 %add)
  br label %b150
b150:
  %v151 = add nsw i64 %i134, 4
  br label %b131
b133:
  %v152 = icmp sgt i64 %v9, 0
  br i1 %v152, label %b153, label %b154
b153:
  %v155 = sub nsw i64 %n, %i101
  %v156 = icmp sge i64 %v155, 32
  %v157 = or i1 %v97, false
  %v158 = mul nsw i64 %i101, 4
  %v159 = getelementptr inbounds i8, ptr %d, i64 %v158
  %v160 = mul nsw i64 %v8, %dm
  %v161 = getelementptr inbounds i8, ptr %v159, i64 %v160
  %v162 = select i1 %v157, ptr %v161, ptr %v1
  %v163 = select i1 %v157, i64 %dm, i64 128
  %v164 = select i1 %v157, i64 %add, i64 0
  call void @mm_float32_tile_4_2(i64 %k, ptr %v2, i64 2112, i64 4, ptr %v105, i64 %bk, ptr %v162, i64 %v163, i64 %v164)
  %v165 = xor i1 %v157, true
  br i1 %v165, label %b166, label %b167
b166:
  call void @mm_float32_flush(i64 %v9, i64 %v155, ptr %v1, ptr %v161, i64 %dm, i64 %add)
  br label %b167
b167:
  br label %b154
b154:
  %v168 = add nsw i64 %i101, 32
  br label %b98
b100:
  ret void
}
define internal void @mm_float32_copy(i64 %rows, i64 %n, ptr %a, i64 %am, ptr %d, i64 %dm) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  br label %start
start:
  %v1 = udiv i64 %n, 16
  %v2 = mul nsw i64 %v1, 16
  %v3 = sub nsw i64 %n, %v2
  %v4 = call i64 @llvm.smin.i64(i64 %v3, i64 16)
  %v5 = call i64 @llvm.smax.i64(i64 %v4, i64 0)
  %v6 = trunc i64 %v5 to i32
  %v7 = insertelement <16 x i32> poison, i32 %v6, i64 0
  %v8 = shufflevector <16 x i32> %v7, <16 x i32> poison, <16 x i32> zeroinitializer
  %v9 = icmp slt <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>, %v8
  %v10 = call i64 @llvm.smin.i64(i64 %v3, i64 32)
  %v11 = call i64 @llvm.smax.i64(i64 %v10, i64 0)
  %v12 = trunc i64 %v11 to i32
  %v13 = insertelement <16 x i32> poison, i32 %v12, i64 0
  %v14 = shufflevector <16 x i32> %v13, <16 x i32> poison, <16 x i32> zeroinitializer
  %v15 = icmp slt <16 x i32> <i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>, %v14
  br label %b16
b16:
  %i19 = phi i64 [ 0, %start ], [ %v38, %b36 ]
  %v20 = icmp slt i64 %i19, %rows
  br i1 %v20, label %b17, label %b18
b17:
  %v21 = mul nsw i64 %i19, %am
  %v22 = getelementptr inbounds i8, ptr %a, i64 %v21
  %v23 = mul nsw i64 %i19, %dm
  %v24 = getelementptr inbounds i8, ptr %d, i64 %v23
  br label %b25
b25:
  %i28 = phi i64 [ 0, %b17 ], [ %v33, %b26 ]
  %c28_0 = phi ptr [ %v22, %b17 ], [ %v31, %b26 ]
  %c28_1 = phi ptr [ %v24, %b17 ], [ %v32, %b26 ]
  %v29 = icmp slt i64 %i28, %v2
  br i1 %v29, label %b26, label %b27
b26:
  %v30 = load <16 x float>, ptr %c28_0, align 4
  store <16 x float> %v30, ptr %c28_1, align 4
  %v31 = getelementptr inbounds i8, ptr %c28_0, i64 64
  %v32 = getelementptr inbounds i8, ptr %c28_1, i64 64
  %v33 = add nsw i64 %i28, 16
  br label %b25
b27:
  %v34 = icmp slt i64 %v2, %n
  br i1 %v34, label %b35, label %b36
b35:
  %v37 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %c28_0, i32 4, <16 x i1> %v9, <16 x float> zeroinitializer)
  call void @llvm.masked.store.v16f32.p0(<16 x float> %v37, ptr %c28_1, i32 4, <16 x i1> %v9)
  br label %b36
b36:
  %v38 = add nsw i64 %i19, 1
  br label %b16
b18:
  ret void
}
define internal void @mm_float32_tile_12_2(i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %bk, ptr %d, i64 %dm, i64 %add) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  br label %start
start:
  %v1 = mul nsw i64 %am, 3
  %v2 = mul nsw i64 %am, 5
  %v3 = mul nsw i64 %am, 6
  %v4 = getelementptr inbounds i8, ptr %a, i64 %v3
  call void @llvm.prefetch.p0(ptr %d, i32 0, i32 3, i32 1)
  %v5 = getelementptr inbounds i8, ptr %d, i64 64
  call void @llvm.prefetch.p0(ptr %v5, i32 0, i32 3, i32 1)
  %v6 = getelementptr inbounds i8, ptr %d, i64 %dm
  call void @llvm.prefetch.p0(ptr %v6, i32 0, i32 3, i32 1)
  %v7 = getelementptr inbounds i8, ptr %v6, i64 64
  call void @llvm.prefetch.p0(ptr %v7, i32 0, i32 3, i32 1)
  %v8 = getelementptr inbounds i8, ptr %v6, i64 %dm
  call void @llvm.prefetch.p0(ptr %v8, i32 0, i32 3, i32 1)
  %v9 = getelementptr inbounds i8, ptr %v8, i64 64
  call void @llvm.prefetch.p0(ptr %v9, i32 0, i32 3, i32 1)
  %v10 = getelementptr inbounds i8, ptr %v8, i64 %dm
  call void @llvm.prefetch.p0(ptr %v10, i32 0, i32 3, i32 1)
  %v11 = getelementptr inbounds i8, ptr %v10, i64 64
  call void @llvm.prefetch.p0(ptr %v11, i32 0, i32 3, i32 1)
  %v12 = getelementptr inbounds i8, ptr %v10, i64 %dm
  call void @llvm.prefetch.p0(ptr %v12, i32 0, i32 3, i32 1)
  %v13 = getelementptr inbounds i8, ptr %v12, i64 64
  call void @llvm.prefetch.p0(ptr %v13, i32 0, i32 3, i32 1)
  %v14 = getelementptr inbounds i8, ptr %v12, i64 %dm
  call void @llvm.prefetch.p0(ptr %v14, i32 0, i32 3, i32 1)
  %v15 = getelementptr inbounds i8, ptr %v14, i64 64
  call void @llvm.prefetch.p0(ptr %v15, i32 0, i32 3, i32 1)
  %v16 = getelementptr inbounds i8, ptr %v14, i64 %dm
  call void @llvm.prefetch.p0(ptr %v16, i32 0, i32 3, i32 1)
  %v17 = getelementptr inbounds i8, ptr %v16, i64 64
  call void @llvm.prefetch.p0(ptr %v17, i32 0, i32 3, i32 1)
  %v18 = getelementptr inbounds i8, ptr %v16, i64 %dm
  call void @llvm.prefetch.p0(ptr %v18, i32 0, i32 3, i32 1)
  %v19 = getelementptr inbounds i8, ptr %v18, i64 64
  call void @llvm.prefetch.p0(ptr %v19, i32 0, i32 3, i32 1)
  %v20 = getelementptr inbounds i8, ptr %v18, i64 %dm
  call void @llvm.prefetch.p0(ptr %v20, i32 0, i32 3, i32 1)
  %v21 = getelementptr inbounds i8, ptr %v20, i64 64
  call void @llvm.prefetch.p0(ptr %v21, i32 0, i32 3, i32 1)
  %v22 = getelementptr inbounds i8, ptr %v20, i64 %dm
  call void @llvm.prefetch.p0(ptr %v22, i32 0, i32 3, i32 1)
  %v23 = getelementptr inbounds i8, ptr %v22, i64 64
  call void @llvm.prefetch.p0(ptr %v23, i32 0, i32 3, i32 1)
  %v24 = getelementptr inbounds i8, ptr %v22, i64 %dm
  call void @llvm.prefetch.p0(ptr %v24, i32 0, i32 3, i32 1)
  %v25 = getelementptr inbounds i8, ptr %v24, i64 64
  call void @llvm.prefetch.p0(ptr %v25, i32 0, i32 3, i32 1)
  %v26 = getelementptr inbounds i8, ptr %v24, i64 %dm
  call void @llvm.prefetch.p0(ptr %v26, i32 0, i32 3, i32 1)
  %v27 = getelementptr inbounds i8, ptr %v26, i64 64
  call void @llvm.prefetch.p0(ptr %v27, i32 0, i32 3, i32 1)
  %v28 = getelementptr inbounds i8, ptr %v26, i64 %dm
  br label %b29
b29:
  %i32 = phi i64 [ 0, %start ], [ %v116, %b30 ]
  %c32_0 = phi <16 x float> [ zeroinitializer, %start ], [ %v42, %b30 ]
  %c32_1 = phi <16 x float> [ zeroinitializer, %start ], [ %v43, %b30 ]
  %c32_2 = phi <16 x float> [ zeroinitializer, %start ], [ %v48, %b30 ]
  %c32_3 = phi <16 x float> [ zeroinitializer, %start ], [ %v49, %b30 ]
  %c32_4 = phi <16 x float> [ zeroinitializer, %start ], [ %v55, %b30 ]
  %c32_5 = phi <16 x float> [ zeroinitializer, %start ], [ %v56, %b30 ]
  %c32_6 = phi <16 x float> [ zeroinitializer, %start ], [ %v61, %b30 ]
  %c32_7 = phi <16 x float> [ zeroinitializer, %start ], [ %v62, %b30 ]
  %c32_8 = phi <16 x float> [ zeroinitializer, %start ], [ %v68, %b30 ]
  %c32_9 = phi <16 x float> [ zeroinitializer, %start ], [ %v69, %b30 ]
  %c32_10 = phi <16 x float> [ zeroinitializer, %start ], [ %v74, %b30 ]
  %c32_11 = phi <16 x float> [ zeroinitializer, %start ], [ %v75, %b30 ]
  %c32_12 = phi <16 x float> [ zeroinitializer, %start ], [ %v79, %b30 ]
  %c32_13 = phi <16 x float> [ zeroinitializer, %start ], [ %v80, %b30 ]
  %c32_14 = phi <16 x float> [ zeroinitializer, %start ], [ %v85, %b30 ]
  %c32_15 = phi <16 x float> [ zeroinitializer, %start ], [ %v86, %b30 ]
  %c32_16 = phi <16 x float> [ zeroinitializer, %start ], [ %v92, %b30 ]
  %c32_17 = phi <16 x float> [ zeroinitializer, %start ], [ %v93, %b30 ]
  %c32_18 = phi <16 x float> [ zeroinitializer, %start ], [ %v98, %b30 ]
  %c32_19 = phi <16 x float> [ zeroinitializer, %start ], [ %v99, %b30 ]
  %c32_20 = phi <16 x float> [ zeroinitializer, %start ], [ %v105, %b30 ]
  %c32_21 = phi <16 x float> [ zeroinitializer, %start ], [ %v106, %b30 ]
  %c32_22 = phi <16 x float> [ zeroinitializer, %start ], [ %v111, %b30 ]
  %c32_23 = phi <16 x float> [ zeroinitializer, %start ], [ %v112, %b30 ]
  %c32_24 = phi ptr [ %a, %start ], [ %v113, %b30 ]
  %c32_25 = phi ptr [ %v4, %start ], [ %v114, %b30 ]
  %c32_26 = phi ptr [ %b, %start ], [ %v115, %b30 ]
  %v33 = icmp slt i64 %i32, %k
  br i1 %v33, label %b30, label %b31
b30:
  %v34 = load <16 x float>, ptr %c32_26, align 4
  %v35 = getelementptr inbounds i8, ptr %c32_26, i64 64
  %v36 = load <16 x float>, ptr %v35, align 4
  %v37 = getelementptr inbounds i8, ptr %c32_26, i64 1024
  call void @llvm.prefetch.p0(ptr %v37, i32 0, i32 3, i32 1)
  %v38 = getelementptr inbounds i8, ptr %c32_26, i64 1088
  call void @llvm.prefetch.p0(ptr %v38, i32 0, i32 3, i32 1)
  %v39 = load float, ptr %c32_24, align 4
  %v40 = insertelement <16 x float> poison, float %v39, i64 0
  %v41 = shufflevector <16 x float> %v40, <16 x float> poison, <16 x i32> zeroinitializer
  %v42 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v41, <16 x float> %v34, <16 x float> %c32_0)
  %v43 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v41, <16 x float> %v36, <16 x float> %c32_1)
  %v44 = getelementptr inbounds i8, ptr %c32_24, i64 %am
  %v45 = load float, ptr %v44, align 4
  %v46 = insertelement <16 x float> poison, float %v45, i64 0
  %v47 = shufflevector <16 x float> %v46, <16 x float> poison, <16 x i32> zeroinitializer
  %v48 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v47, <16 x float> %v34, <16 x float> %c32_2)
  %v49 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v47, <16 x float> %v36, <16 x float> %c32_3)
  %v50 = shl i64 %am, 1
  %v51 = getelementptr inbounds i8, ptr %c32_24, i64 %v50
  %v52 = load float, ptr %v51, align 4
  %v53 = insertelement <16 x float> poison, float %v52, i64 0
  %v54 = shufflevector <16 x float> %v53, <16 x float> poison, <16 x i32> zeroinitializer
  %v55 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v54, <16 x float> %v34, <16 x float> %c32_4)
  %v56 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v54, <16 x float> %v36, <16 x float> %c32_5)
  %v57 = getelementptr inbounds i8, ptr %c32_24, i64 %v1
  %v58 = load float, ptr %v57, align 4
  %v59 = insertelement <16 x float> poison, float %v58, i64 0
  %v60 = shufflevector <16 x float> %v59, <16 x float> poison, <16 x i32> zeroinitializer
  %v61 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v60, <16 x float> %v34, <16 x float> %c32_6)
  %v62 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v60, <16 x float> %v36, <16 x float> %c32_7)
  %v63 = shl i64 %am, 2
  %v64 = getelementptr inbounds i8, ptr %c32_24, i64 %v63
  %v65 = load float, ptr %v64, align 4
  %v66 = insertelement <16 x float> poison, float %v65, i64 0
  %v67 = shufflevector <16 x float> %v66, <16 x float> poison, <16 x i32> zeroinitializer
  %v68 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v67, <16 x float> %v34, <16 x float> %c32_8)
  %v69 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v67, <16 x float> %v36, <16 x float> %c32_9)
  %v70 = getelementptr inbounds i8, ptr %c32_24, i64 %v2
  %v71 = load float, ptr %v70, align 4
  %v72 = insertelement <16 x float> poison, float %v71, i64 0
  %v73 = shufflevector <16 x float> %v72, <16 x float> poison, <16 x i32> zeroinitializer
  %v74 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v73, <16 x float> %v34, <16 x float> %c32_10)
  %v75 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v73, <16 x float> %v36, <16 x float> %c32_11)
  %v76 = load float, ptr %c32_25, align 4
  %v77 = insertelement <16 x float> poison, float %v76, i64 0
  %v78 = shufflevector <16 x float> %v77, <16 x float> poison, <16 x i32> zeroinitializer
  %v79 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v78, <16 x float> %v34, <16 x float> %c32_12)
  %v80 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v78, <16 x float> %v36, <16 x float> %c32_13)
  %v81 = getelementptr inbounds i8, ptr %c32_25, i64 %am
  %v82 = load float, ptr %v81, align 4
  %v83 = insertelement <16 x float> poison, float %v82, i64 0
  %v84 = shufflevector <16 x float> %v83, <16 x float> poison, <16 x i32> zeroinitializer
  %v85 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v84, <16 x float> %v34, <16 x float> %c32_14)
  %v86 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v84, <16 x float> %v36, <16 x float> %c32_15)
  %v87 = shl i64 %am, 1
  %v88 = getelementptr inbounds i8, ptr %c32_25, i64 %v87
  %v89 = load float, ptr %v88, align 4
  %v90 = insertelement <16 x float> poison, float %v89, i64 0
  %v91 = shufflevector <16 x float> %v90, <16 x float> poison, <16 x i32> zeroinitializer
  %v92 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v91, <16 x float> %v34, <16 x float> %c32_16)
  %v93 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v91, <16 x float> %v36, <16 x float> %c32_17)
  %v94 = getelementptr inbounds i8, ptr %c32_25, i64 %v1
  %v95 = load float, ptr %v94, align 4
  %v96 = insertelement <16 x float> poison, float %v95, i64 0
  %v97 = shufflevector <16 x float> %v96, <16 x float> poison, <16 x i32> zeroinitializer
  %v98 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v97, <16 x float> %v34, <16 x float> %c32_18)
  %v99 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v97, <16 x float> %v36, <16 x float> %c32_19)
  %v100 = shl i64 %am, 2
  %v101 = getelementptr inbounds i8, ptr %c32_25, i64 %v100
  %v102 = load float, ptr %v101, align 4
  %v103 = insertelement <16 x float> poison, float %v102, i64 0
  %v104 = shufflevector <16 x float> %v103, <16 x float> poison, <16 x i32> zeroinitializer
  %v105 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v104, <16 x float> %v34, <16 x float> %c32_20)
  %v106 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v104, <16 x float> %v36, <16 x float> %c32_21)
  %v107 = getelementptr inbounds i8, ptr %c32_25, i64 %v2
  %v108 = load float, ptr %v107, align 4
  %v109 = insertelement <16 x float> poison, float %v108, i64 0
  %v110 = shufflevector <16 x float> %v109, <16 x float> poison, <16 x i32> zeroinitializer
  %v111 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v110, <16 x float> %v34, <16 x float> %c32_22)
  %v112 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v110, <16 x float> %v36, <16 x float> %c32_23)
  %v113 = getelementptr inbounds i8, ptr %c32_24, i64 %ak
  %v114 = getelementptr inbounds i8, ptr %c32_25, i64 %ak
  %v115 = getelementptr inbounds i8, ptr %c32_26, i64 %bk
  %v116 = add nsw i64 %i32, 1
  br label %b29
b31:
  %v119 = icmp ne i64 %add, 0
  br i1 %v119, label %b117, label %b118
b117:
  %v120 = load <16 x float>, ptr %d, align 4
  %v121 = fadd <16 x float> %v120, %c32_0
  store <16 x float> %v121, ptr %d, align 4
  %v122 = getelementptr inbounds i8, ptr %d, i64 64
  %v123 = load <16 x float>, ptr %v122, align 4
  %v124 = fadd <16 x float> %v123, %c32_1
  store <16 x float> %v124, ptr %v122, align 4
  %v125 = getelementptr inbounds i8, ptr %d, i64 %dm
  %v126 = load <16 x float>, ptr %v125, align 4
  %v127 = fadd <16 x float> %v126, %c32_2
  store <16 x float> %v127, ptr %v125, align 4
  %v128 = getelementptr inbounds i8, ptr %v125, i64 64
  %v129 = load <16 x float>, ptr %v128, align 4
  %v130 = fadd <16 x float> %v129, %c32_3
  store <16 x float> %v130, ptr %v128, align 4
  %v131 = getelementptr inbounds i8, ptr %v125, i64 %dm
  %v132 = load <16 x float>, ptr %v131, align 4
  %v133 = fadd <16 x float> %v132, %c32_4
  store <16 x float> %v133, ptr %v131, align 4
  %v134 = getelementptr inbounds i8, ptr %v131, i64 64
  %v135 = load <16 x float>, ptr %v134, align 4
  %v136 = fadd <16 x float> %v135, %c32_5
  store <16 x float> %v136, ptr %v134, align 4
  %v137 = getelementptr inbounds i8, ptr %v131, i64 %dm
  %v138 = load <16 x float>, ptr %v137, align 4
  %v139 = fadd <16 x float> %v138, %c32_6
  store <16 x float> %v139, ptr %v137, align 4
  %v140 = getelementptr inbounds i8, ptr %v137, i64 64
  %v141 = load <16 x float>, ptr %v140, align 4
  %v142 = fadd <16 x float> %v141, %c32_7
  store <16 x float> %v142, ptr %v140, align 4
  %v143 = getelementptr inbounds i8, ptr %v137, i64 %dm
  %v144 = load <16 x float>, ptr %v143, align 4
  %v145 = fadd <16 x float> %v144, %c32_8
  store <16 x float> %v145, ptr %v143, align 4
  %v146 = getelementptr inbounds i8, ptr %v143, i64 64
  %v147 = load <16 x float>, ptr %v146, align 4
  %v148 = fadd <16 x float> %v147, %c32_9
  store <16 x float> %v148, ptr %v146, align 4
  %v149 = getelementptr inbounds i8, ptr %v143, i64 %dm
  %v150 = load <16 x float>, ptr %v149, align 4
  %v151 = fadd <16 x float> %v150, %c32_10
  store <16 x float> %v151, ptr %v149, align 4
  %v152 = getelementptr inbounds i8, ptr %v149, i64 64
  %v153 = load <16 x float>, ptr %v152, align 4
  %v154 = fadd <16 x float> %v153, %c32_11
  store <16 x float> %v154, ptr %v152, align 4
  %v155 = getelementptr inbounds i8, ptr %v149, i64 %dm
  %v156 = load <16 x float>, ptr %v155, align 4
  %v157 = fadd <16 x float> %v156, %c32_12
  store <16 x float> %v157, ptr %v155, align 4
  %v158 = getelementptr inbounds i8, ptr %v155, i64 64
  %v159 = load <16 x float>, ptr %v158, align 4
  %v160 = fadd <16 x float> %v159, %c32_13
  store <16 x float> %v160, ptr %v158, align 4
  %v161 = getelementptr inbounds i8, ptr %v155, i64 %dm
  %v162 = load <16 x float>, ptr %v161, align 4
  %v163 = fadd <16 x float> %v162, %c32_14
  store <16 x float> %v163, ptr %v161, align 4
  %v164 = getelementptr inbounds i8, ptr %v161, i64 64
  %v165 = load <16 x float>, ptr %v164, align 4
  %v166 = fadd <16 x float> %v165, %c32_15
  store <16 x float> %v166, ptr %v164, align 4
  %v167 = getelementptr inbounds i8, ptr %v161, i64 %dm
  %v168 = load <16 x float>, ptr %v167, align 4
  %v169 = fadd <16 x float> %v168, %c32_16
  store <16 x float> %v169, ptr %v167, align 4
  %v170 = getelementptr inbounds i8, ptr %v167, i64 64
  %v171 = load <16 x float>, ptr %v170, align 4
  %v172 = fadd <16 x float> %v171, %c32_17
  store <16 x float> %v172, ptr %v170, align 4
  %v173 = getelementptr inbounds i8, ptr %v167, i64 %dm
  %v174 = load <16 x float>, ptr %v173, align 4
  %v175 = fadd <16 x float> %v174, %c32_18
  store <16 x float> %v175, ptr %v173, align 4
  %v176 = getelementptr inbounds i8, ptr %v173, i64 64
  %v177 = load <16 x float>, ptr %v176, align 4
  %v178 = fadd <16 x float> %v177, %c32_19
  store <16 x float> %v178, ptr %v176, align 4
  %v179 = getelementptr inbounds i8, ptr %v173, i64 %dm
  %v180 = load <16 x float>, ptr %v179, align 4
  %v181 = fadd <16 x float> %v180, %c32_20
  store <16 x float> %v181, ptr %v179, align 4
  %v182 = getelementptr inbounds i8, ptr %v179, i64 64
  %v183 = load <16 x float>, ptr %v182, align 4
  %v184 = fadd <16 x float> %v183, %c32_21
  store <16 x float> %v184, ptr %v182, align 4
  %v185 = getelementptr inbounds i8, ptr %v179, i64 %dm
  %v186 = load <16 x float>, ptr %v185, align 4
  %v187 = fadd <16 x float> %v186, %c32_22
  store <16 x float> %v187, ptr %v185, align 4
  %v188 = getelementptr inbounds i8, ptr %v185, i64 64
  %v189 = load <16 x float>, ptr %v188, align 4
  %v190 = fadd <16 x float> %v189, %c32_23
  store <16 x float> %v190, ptr %v188, align 4
  %v191 = getelementptr inbounds i8, ptr %v185, i64 %dm
  ret void
b118:
  store <16 x float> %c32_0, ptr %d, align 4
  %v192 = getelementptr inbounds i8, ptr %d, i64 64
  store <16 x float> %c32_1, ptr %v192, align 4
  %v193 = getelementptr inbounds i8, ptr %d, i64 %dm
  store <16 x float> %c32_2, ptr %v193, align 4
  %v194 = getelementptr inbounds i8, ptr %v193, i64 64
  store <16 x float> %c32_3, ptr %v194, align 4
  %v195 = getelementptr inbounds i8, ptr %v193, i64 %dm
  store <16 x float> %c32_4, ptr %v195, align 4
  %v196 = getelementptr inbounds i8, ptr %v195, i64 64
  store <16 x float> %c32_5, ptr %v196, align 4
  %v197 = getelementptr inbounds i8, ptr %v195, i64 %dm
  store <16 x float> %c32_6, ptr %v197, align 4
  %v198 = getelementptr inbounds i8, ptr %v197, i64 64
  store <16 x float> %c32_7, ptr %v198, align 4
  %v199 = getelementptr inbounds i8, ptr %v197, i64 %dm
  store <16 x float> %c32_8, ptr %v199, align 4
  %v200 = getelementptr inbounds i8, ptr %v199, i64 64
  store <16 x float> %c32_9, ptr %v200, align 4
  %v201 = getelementptr inbounds i8, ptr %v199, i64 %dm
  store <16 x float> %c32_10, ptr %v201, align 4
  %v202 = getelementptr inbounds i8, ptr %v201, i64 64
  store <16 x float> %c32_11, ptr %v202, align 4
  %v203 = getelementptr inbounds i8, ptr %v201, i64 %dm
  store <16 x float> %c32_12, ptr %v203, align 4
  %v204 = getelementptr inbounds i8, ptr %v203, i64 64
  store <16 x float> %c32_13, ptr %v204, align 4
  %v205 = getelementptr inbounds i8, ptr %v203, i64 %dm
  store <16 x float> %c32_14, ptr %v205, align 4
  %v206 = getelementptr inbounds i8, ptr %v205, i64 64
  store <16 x float> %c32_15, ptr %v206, align 4
  %v207 = getelementptr inbounds i8, ptr %v205, i64 %dm
  store <16 x float> %c32_16, ptr %v207, align 4
  %v208 = getelementptr inbounds i8, ptr %v207, i64 64
  store <16 x float> %c32_17, ptr %v208, align 4
  %v209 = getelementptr inbounds i8, ptr %v207, i64 %dm
  store <16 x float> %c32_18, ptr %v209, align 4
  %v210 = getelementptr inbounds i8, ptr %v209, i64 64
  store <16 x float> %c32_19, ptr %v210, align 4
  %v211 = getelementptr inbounds i8, ptr %v209, i64 %dm
  store <16 x float> %c32_20, ptr %v211, align 4
  %v212 = getelementptr inbounds i8, ptr %v211, i64 64
  store <16 x float> %c32_21, ptr %v212, align 4
  %v213 = getelementptr inbounds i8, ptr %v211, i64 %dm
  store <16 x float> %c32_22, ptr %v213, align 4
  %v214 = getelementptr inbounds i8, ptr %v213, i64 64
  store <16 x float> %c32_23, ptr %v214, align 4
  %v215 = getelementptr inbounds i8, ptr %v213, i64 %dm
  ret void
}
define internal void @mm_float32_tile_12_1(i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %bk, ptr %d, i64 %dm, i64 %add) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  br label %start
start:
  %v1 = mul nsw i64 %am, 3
  %v2 = mul nsw i64 %am, 5
  %v3 = mul nsw i64 %am, 6
  %v4 = getelementptr inbounds i8, ptr %a, i64 %v3
  call void @llvm.prefetch.p0(ptr %d, i32 0, i32 3, i32 1)
  %v5 = getelementptr inbounds i8, ptr %d, i64 %dm
  call void @llvm.prefetch.p0(ptr %v5, i32 0, i32 3, i32 1)
  %v6 = getelementptr inbounds i8, ptr %v5, i64 %dm
  call void @llvm.prefetch.p0(ptr %v6, i32 0, i32 3, i32 1)
  %v7 = getelementptr inbounds i8, ptr %v6, i64 %dm
  call void @llvm.prefetch.p0(ptr %v7, i32 0, i32 3, i32 1)
  %v8 = getelementptr inbounds i8, ptr %v7, i64 %dm
  call void @llvm.prefetch.p0(ptr %v8, i32 0, i32 3, i32 1)
  %v9 = getelementptr inbounds i8, ptr %v8, i64 %dm
  call void @llvm.prefetch.p0(ptr %v9, i32 0, i32 3, i32 1)
  %v10 = getelementptr inbounds i8, ptr %v9, i64 %dm
  call void @llvm.prefetch.p0(ptr %v10, i32 0, i32 3, i32 1)
  %v11 = getelementptr inbounds i8, ptr %v10, i64 %dm
  call void @llvm.prefetch.p0(ptr %v11, i32 0, i32 3, i32 1)
  %v12 = getelementptr inbounds i8, ptr %v11, i64 %dm
  call void @llvm.prefetch.p0(ptr %v12, i32 0, i32 3, i32 1)
  %v13 = getelementptr inbounds i8, ptr %v12, i64 %dm
  call void @llvm.prefetch.p0(ptr %v13, i32 0, i32 3, i32 1)
  %v14 = getelementptr inbounds i8, ptr %v13, i64 %dm
  call void @llvm.prefetch.p0(ptr %v14, i32 0, i32 3, i32 1)
  %v15 = getelementptr inbounds i8, ptr %v14, i64 %dm
  call void @llvm.prefetch.p0(ptr %v15, i32 0, i32 3, i32 1)
  %v16 = getelementptr inbounds i8, ptr %v15, i64 %dm
  br label %b17
b17:
  %i20 = phi i64 [ 0, %start ], [ %v89, %b18 ]
  %c20_0 = phi <16 x float> [ zeroinitializer, %start ], [ %v27, %b18 ]
  %c20_1 = phi <16 x float> [ zeroinitializer, %start ], [ %v32, %b18 ]
  %c20_2 = phi <16 x float> [ zeroinitializer, %start ], [ %v38, %b18 ]
  %c20_3 = phi <16 x float> [ zeroinitializer, %start ], [ %v43, %b18 ]
  %c20_4 = phi <16 x float> [ zeroinitializer, %start ], [ %v49, %b18 ]
  %c20_5 = phi <16 x float> [ zeroinitializer, %start ], [ %v54, %b18 ]
  %c20_6 = phi <16 x float> [ zeroinitializer, %start ], [ %v58, %b18 ]
  %c20_7 = phi <16 x float> [ zeroinitializer, %start ], [ %v63, %b18 ]
  %c20_8 = phi <16 x float> [ zeroinitializer, %start ], [ %v69, %b18 ]
  %c20_9 = phi <16 x float> [ zeroinitializer, %start ], [ %v74, %b18 ]
  %c20_10 = phi <16 x float> [ zeroinitializer, %start ], [ %v80, %b18 ]
  %c20_11 = phi <16 x float> [ zeroinitializer, %start ], [ %v85, %b18 ]
  %c20_12 = phi ptr [ %a, %start ], [ %v86, %b18 ]
  %c20_13 = phi ptr [ %v4, %start ], [ %v87, %b18 ]
  %c20_14 = phi ptr [ %b, %start ], [ %v88, %b18 ]
  %v21 = icmp slt i64 %i20, %k
  br i1 %v21, label %b18, label %b19
b18:
  %v22 = load <16 x float>, ptr %c20_14, align 4
  %v23 = getelementptr inbounds i8, ptr %c20_14, i64 1024
  call void @llvm.prefetch.p0(ptr %v23, i32 0, i32 3, i32 1)
  %v24 = load float, ptr %c20_12, align 4
  %v25 = insertelement <16 x float> poison, float %v24, i64 0
  %v26 = shufflevector <16 x float> %v25, <16 x float> poison, <16 x i32> zeroinitializer
  %v27 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v26, <16 x float> %v22, <16 x float> %c20_0)
  %v28 = getelementptr inbounds i8, ptr %c20_12, i64 %am
  %v29 = load float, ptr %v28, align 4
  %v30 = insertelement <16 x float> poison, float %v29, i64 0
  %v31 = shufflevector <16 x float> %v30, <16 x float> poison, <16 x i32> zeroinitializer
  %v32 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v31, <16 x float> %v22, <16 x float> %c20_1)
  %v33 = shl i64 %am, 1
  %v34 = getelementptr inbounds i8, ptr %c20_12, i64 %v33
  %v35 = load float, ptr %v34, align 4
  %v36 = insertelement <16 x float> poison, float %v35, i64 0
  %v37 = shufflevector <16 x float> %v36, <16 x float> poison, <16 x i32> zeroinitializer
  %v38 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v37, <16 x float> %v22, <16 x float> %c20_2)
  %v39 = getelementptr inbounds i8, ptr %c20_12, i64 %v1
  %v40 = load float, ptr %v39, align 4
  %v41 = insertelement <16 x float> poison, float %v40, i64 0
  %v42 = shufflevector <16 x float> %v41, <16 x float> poison, <16 x i32> zeroinitializer
  %v43 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v42, <16 x float> %v22, <16 x float> %c20_3)
  %v44 = shl i64 %am, 2
  %v45 = getelementptr inbounds i8, ptr %c20_12, i64 %v44
  %v46 = load float, ptr %v45, align 4
  %v47 = insertelement <16 x float> poison, float %v46, i64 0
  %v48 = shufflevector <16 x float> %v47, <16 x float> poison, <16 x i32> zeroinitializer
  %v49 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v48, <16 x float> %v22, <16 x float> %c20_4)
  %v50 = getelementptr inbounds i8, ptr %c20_12, i64 %v2
  %v51 = load float, ptr %v50, align 4
  %v52 = insertelement <16 x float> poison, float %v51, i64 0
  %v53 = shufflevector <16 x float> %v52, <16 x float> poison, <16 x i32> zeroinitializer
  %v54 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v53, <16 x float> %v22, <16 x float> %c20_5)
  %v55 = load float, ptr %c20_13, align 4
  %v56 = insertelement <16 x float> poison, float %v55, i64 0
  %v57 = shufflevector <16 x float> %v56, <16 x float> poison, <16 x i32> zeroinitializer
  %v58 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v57, <16 x float> %v22, <16 x float> %c20_6)
  %v59 = getelementptr inbounds i8, ptr %c20_13, i64 %am
  %v60 = load float, ptr %v59, align 4
  %v61 = insertelement <16 x float> poison, float %v60, i64 0
  %v62 = shufflevector <16 x float> %v61, <16 x float> poison, <16 x i32> zeroinitializer
  %v63 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v62, <16 x float> %v22, <16 x float> %c20_7)
  %v64 = shl i64 %am, 1
  %v65 = getelementptr inbounds i8, ptr %c20_13, i64 %v64
  %v66 = load float, ptr %v65, align 4
  %v67 = insertelement <16 x float> poison, float %v66, i64 0
  %v68 = shufflevector <16 x float> %v67, <16 x float> poison, <16 x i32> zeroinitializer
  %v69 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v68, <16 x float> %v22, <16 x float> %c20_8)
  %v70 = getelementptr inbounds i8, ptr %c20_13, i64 %v1
  %v71 = load float, ptr %v70, align 4
  %v72 = insertelement <16 x float> poison, float %v71, i64 0
  %v73 = shufflevector <16 x float> %v72, <16 x float> poison, <16 x i32> zeroinitializer
  %v74 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v73, <16 x float> %v22, <16 x float> %c20_9)
  %v75 = shl i64 %am, 2
  %v76 = getelementptr inbounds i8, ptr %c20_13, i64 %v75
  %v77 = load float, ptr %v76, align 4
  %v78 = insertelement <16 x float> poison, float %v77, i64 0
  %v79 = shufflevector <16 x float> %v78, <16 x float> poison, <16 x i32> zeroinitializer
  %v80 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v79, <16 x float> %v22, <16 x float> %c20_10)
  %v81 = getelementptr inbounds i8, ptr %c20_13, i64 %v2
  %v82 = load float, ptr %v81, align 4
  %v83 = insertelement <16 x float> poison, float %v82, i64 0
  %v84 = shufflevector <16 x float> %v83, <16 x float> poison, <16 x i32> zeroinitializer
  %v85 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v84, <16 x float> %v22, <16 x float> %c20_11)
  %v86 = getelementptr inbounds i8, ptr %c20_12, i64 %ak
  %v87 = getelementptr inbounds i8, ptr %c20_13, i64 %ak
  %v88 = getelementptr inbounds i8, ptr %c20_14, i64 %bk
  %v89 = add nsw i64 %i20, 1
  br label %b17
b19:
  %v92 = icmp ne i64 %add, 0
  br i1 %v92, label %b90, label %b91
b90:
  %v93 = load <16 x float>, ptr %d, align 4
  %v94 = fadd <16 x float> %v93, %c20_0
  store <16 x float> %v94, ptr %d, align 4
  %v95 = getelementptr inbounds i8, ptr %d, i64 %dm
  %v96 = load <16 x float>, ptr %v95, align 4
  %v97 = fadd <16 x float> %v96, %c20_1
  store <16 x float> %v97, ptr %v95, align 4
  %v98 = getelementptr inbounds i8, ptr %v95, i64 %dm
  %v99 = load <16 x float>, ptr %v98, align 4
  %v100 = fadd <16 x float> %v99, %c20_2
  store <16 x float> %v100, ptr %v98, align 4
  %v101 = getelementptr inbounds i8, ptr %v98, i64 %dm
  %v102 = load <16 x float>, ptr %v101, align 4
  %v103 = fadd <16 x float> %v102, %c20_3
  store <16 x float> %v103, ptr %v101, align 4
  %v104 = getelementptr inbounds i8, ptr %v101, i64 %dm
  %v105 = load <16 x float>, ptr %v104, align 4
  %v106 = fadd <16 x float> %v105, %c20_4
  store <16 x float> %v106, ptr %v104, align 4
  %v107 = getelementptr inbounds i8, ptr %v104, i64 %dm
  %v108 = load <16 x float>, ptr %v107, align 4
  %v109 = fadd <16 x float> %v108, %c20_5
  store <16 x float> %v109, ptr %v107, align 4
  %v110 = getelementptr inbounds i8, ptr %v107, i64 %dm
  %v111 = load <16 x float>, ptr %v110, align 4
  %v112 = fadd <16 x float> %v111, %c20_6
  store <16 x float> %v112, ptr %v110, align 4
  %v113 = getelementptr inbounds i8, ptr %v110, i64 %dm
  %v114 = load <16 x float>, ptr %v113, align 4
  %v115 = fadd <16 x float> %v114, %c20_7
  store <16 x float> %v115, ptr %v113, align 4
  %v116 = getelementptr inbounds i8, ptr %v113, i64 %dm
  %v117 = load <16 x float>, ptr %v116, align 4
  %v118 = fadd <16 x float> %v117, %c20_8
  store <16 x float> %v118, ptr %v116, align 4
  %v119 = getelementptr inbounds i8, ptr %v116, i64 %dm
  %v120 = load <16 x float>, ptr %v119, align 4
  %v121 = fadd <16 x float> %v120, %c20_9
  store <16 x float> %v121, ptr %v119, align 4
  %v122 = getelementptr inbounds i8, ptr %v119, i64 %dm
  %v123 = load <16 x float>, ptr %v122, align 4
  %v124 = fadd <16 x float> %v123, %c20_10
  store <16 x float> %v124, ptr %v122, align 4
  %v125 = getelementptr inbounds i8, ptr %v122, i64 %dm
  %v126 = load <16 x float>, ptr %v125, align 4
  %v127 = fadd <16 x float> %v126, %c20_11
  store <16 x float> %v127, ptr %v125, align 4
  %v128 = getelementptr inbounds i8, ptr %v125, i64 %dm
  ret void
b91:
  store <16 x float> %c20_0, ptr %d, align 4
  %v129 = getelementptr inbounds i8, ptr %d, i64 %dm
  store <16 x float> %c20_1, ptr %v129, align 4
  %v130 = getelementptr inbounds i8, ptr %v129, i64 %dm
  store <16 x float> %c20_2, ptr %v130, align 4
  %v131 = getelementptr inbounds i8, ptr %v130, i64 %dm
  store <16 x float> %c20_3, ptr %v131, align 4
  %v132 = getelementptr inbounds i8, ptr %v131, i64 %dm
  store <16 x float> %c20_4, ptr %v132, align 4
  %v133 = getelementptr inbounds i8, ptr %v132, i64 %dm
  store <16 x float> %c20_5, ptr %v133, align 4
  %v134 = getelementptr inbounds i8, ptr %v133, i64 %dm
  store <16 x float> %c20_6, ptr %v134, align 4
  %v135 = getelementptr inbounds i8, ptr %v134, i64 %dm
  store <16 x float> %c20_7, ptr %v135, align 4
  %v136 = getelementptr inbounds i8, ptr %v135, i64 %dm
  store <16 x float> %c20_8, ptr %v136, align 4
  %v137 = getelementptr inbounds i8, ptr %v136, i64 %dm
  store <16 x float> %c20_9, ptr %v137, align 4
  %v138 = getelementptr inbounds i8, ptr %v137, i64 %dm
  store <16 x float> %c20_10, ptr %v138, align 4
  %v139 = getelementptr inbounds i8, ptr %v138, i64 %dm
  store <16 x float> %c20_11, ptr %v139, align 4
  %v140 = getelementptr inbounds i8, ptr %v139, i64 %dm
  ret void
}
define internal void @mm_float32_flush(i64 %rows, i64 %n, ptr %t, ptr %d, i64 %dm, i64 %add) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  br label %start
start:
  %v1 = call i64 @llvm.smin.i64(i64 %n, i64 16)
  %v2 = call i64 @llvm.smax.i64(i64 %v1, i64 0)
  %v3 = trunc i64 %v2 to i32
  %v4 = insertelement <16 x i32> poison, i32 %v3, i64 0
  %v5 = shufflevector <16 x i32> %v4, <16 x i32> poison, <16 x i32> zeroinitializer
  %v6 = icmp slt <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>, %v5
  %v7 = call i64 @llvm.smin.i64(i64 %n, i64 32)
  %v8 = call i64 @llvm.smax.i64(i64 %v7, i64 0)
  %v9 = trunc i64 %v8 to i32
  %v10 = insertelement <16 x i32> poison, i32 %v9, i64 0
  %v11 = shufflevector <16 x i32> %v10, <16 x i32> poison, <16 x i32> zeroinitializer
  %v12 = icmp slt <16 x i32> <i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>, %v11
  %v13 = icmp ne i64 %add, 0
  br label %b14
b14:
  %i17 = phi i64 [ 0, %start ], [ %v33, %b15 ]
  %v18 = icmp slt i64 %i17, %rows
  br i1 %v18, label %b15, label %b16
b15:
  %v19 = mul nsw i64 %i17, 128
  %v20 = getelementptr inbounds i8, ptr %t, i64 %v19
  %v21 = mul nsw i64 %i17, %dm
  %v22 = getelementptr inbounds i8, ptr %d, i64 %v21
  %v23 = load <16 x float>, ptr %v20, align 4
  %v24 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v22, i32 4, <16 x i1> %v6, <16 x float> zeroinitializer)
  %v25 = fadd <16 x float> %v24, %v23
  %v26 = select i1 %v13, <16 x float> %v25, <16 x float> %v23
  call void @llvm.masked.store.v16f32.p0(<16 x float> %v26, ptr %v22, i32 4, <16 x i1> %v6)
  %v27 = getelementptr inbounds i8, ptr %v22, i64 64
  %v28 = getelementptr inbounds i8, ptr %v20, i64 64
  %v29 = load <16 x float>, ptr %v28, align 4
  %v30 = call <16 x float> @llvm.masked.load.v16f32.p0(ptr %v27, i32 4, <16 x i1> %v12, <16 x float> zeroinitializer)
  %v31 = fadd <16 x float> %v30, %v29
  %v32 = select i1 %v13, <16 x float> %v31, <16 x float> %v29
  call void @llvm.masked.store.v16f32.p0(<16 x float> %v32, ptr %v27, i32 4, <16 x i1> %v12)
  %v33 = add nsw i64 %i17, 1
  br label %b14
b16:
  ret void
}
define internal void @mm_float32_tile_4_2(i64 %k, ptr %a, i64 %am, i64 %ak, ptr %b, i64 %bk, ptr %d, i64 %dm, i64 %add) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" noinline {
entry:
  br label %start
start:
  %v1 = mul nsw i64 %am, 3
  call void @llvm.prefetch.p0(ptr %d, i32 0, i32 3, i32 1)
  %v2 = getelementptr inbounds i8, ptr %d, i64 64
  call void @llvm.prefetch.p0(ptr %v2, i32 0, i32 3, i32 1)
  %v3 = getelementptr inbounds i8, ptr %d, i64 %dm
  call void @llvm.prefetch.p0(ptr %v3, i32 0, i32 3, i32 1)
  %v4 = getelementptr inbounds i8, ptr %v3, i64 64
  call void @llvm.prefetch.p0(ptr %v4, i32 0, i32 3, i32 1)
  %v5 = getelementptr inbounds i8, ptr %v3, i64 %dm
  call void @llvm.prefetch.p0(ptr %v5, i32 0, i32 3, i32 1)
  %v6 = getelementptr inbounds i8, ptr %v5, i64 64
  call void @llvm.prefetch.p0(ptr %v6, i32 0, i32 3, i32 1)
  %v7 = getelementptr inbounds i8, ptr %v5, i64 %dm
  call void @llvm.prefetch.p0(ptr %v7, i32 0, i32 3, i32 1)
  %v8 = getelementptr inbounds i8, ptr %v7, i64 64
  call void @llvm.prefetch.p0(ptr %v8, i32 0, i32 3, i32 1)
  %v9 = getelementptr inbounds i8, ptr %v7, i64 %dm
  br label %b10
b10:
  %i13 = phi i64 [ 0, %start ], [ %v46, %b11 ]
  %c13_0 = phi <16 x float> [ zeroinitializer, %start ], [ %v23, %b11 ]
  %c13_1 = phi <16 x float> [ zeroinitializer, %start ], [ %v24, %b11 ]
  %c13_2 = phi <16 x float> [ zeroinitializer, %start ], [ %v29, %b11 ]
  %c13_3 = phi <16 x float> [ zeroinitializer, %start ], [ %v30, %b11 ]
  %c13_4 = phi <16 x float> [ zeroinitializer, %start ], [ %v36, %b11 ]
  %c13_5 = phi <16 x float> [ zeroinitializer, %start ], [ %v37, %b11 ]
  %c13_6 = phi <16 x float> [ zeroinitializer, %start ], [ %v42, %b11 ]
  %c13_7 = phi <16 x float> [ zeroinitializer, %start ], [ %v43, %b11 ]
  %c13_8 = phi ptr [ %a, %start ], [ %v44, %b11 ]
  %c13_9 = phi ptr [ %b, %start ], [ %v45, %b11 ]
  %v14 = icmp slt i64 %i13, %k
  br i1 %v14, label %b11, label %b12
b11:
  %v15 = load <16 x float>, ptr %c13_9, align 4
  %v16 = getelementptr inbounds i8, ptr %c13_9, i64 64
  %v17 = load <16 x float>, ptr %v16, align 4
  %v18 = getelementptr inbounds i8, ptr %c13_9, i64 1024
  call void @llvm.prefetch.p0(ptr %v18, i32 0, i32 3, i32 1)
  %v19 = getelementptr inbounds i8, ptr %c13_9, i64 1088
  call void @llvm.prefetch.p0(ptr %v19, i32 0, i32 3, i32 1)
  %v20 = load float, ptr %c13_8, align 4
  %v21 = insertelement <16 x float> poison, float %v20, i64 0
  %v22 = shufflevector <16 x float> %v21, <16 x float> poison, <16 x i32> zeroinitializer
  %v23 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v22, <16 x float> %v15, <16 x float> %c13_0)
  %v24 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v22, <16 x float> %v17, <16 x float> %c13_1)
  %v25 = getelementptr inbounds i8, ptr %c13_8, i64 %am
  %v26 = load float, ptr %v25, align 4
  %v27 = insertelement <16 x float> poison, float %v26, i64 0
  %v28 = shufflevector <16 x float> %v27, <16 x float> poison, <16 x i32> zeroinitializer
  %v29 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v28, <16 x float> %v15, <16 x float> %c13_2)
  %v30 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v28, <16 x float> %v17, <16 x float> %c13_3)
  %v31 = shl i64 %am, 1
  %v32 = getelementptr inbounds i8, ptr %c13_8, i64 %v31
  %v33 = load float, ptr %v32, align 4
  %v34 = insertelement <16 x float> poison, float %v33, i64 0
  %v35 = shufflevector <16 x float> %v34, <16 x float> poison, <16 x i32> zeroinitializer
  %v36 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v35, <16 x float> %v15, <16 x float> %c13_4)
  %v37 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v35, <16 x float> %v17, <16 x float> %c13_5)
  %v38 = getelementptr inbounds i8, ptr %c13_8, i64 %v1
  %v39 = load float, ptr %v38, align 4
  %v40 = insertelement <16 x float> poison, float %v39, i64 0
  %v41 = shufflevector <16 x float> %v40, <16 x float> poison, <16 x i32> zeroinitializer
  %v42 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v41, <16 x float> %v15, <16 x float> %c13_6)
  %v43 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v41, <16 x float> %v17, <16 x float> %c13_7)
  %v44 = getelementptr inbounds i8, ptr %c13_8, i64 %ak
  %v45 = getelementptr inbounds i8, ptr %c13_9, i64 %bk
  %v46 = add nsw i64 %i13, 1
  br label %b10
b12:
  %v49 = icmp ne i64 %add, 0
  br i1 %v49, label %b47, label %b48
b47:
  %v50 = load <16 x float>, ptr %d, align 4
  %v51 = fadd <16 x float> %v50, %c13_0
  store <16 x float> %v51, ptr %d, align 4
  %v52 = getelementptr inbounds i8, ptr %d, i64 64
  %v53 = load <16 x float>, ptr %v52, align 4
  %v54 = fadd <16 x float> %v53, %c13_1
  store <16 x float> %v54, ptr %v52, align 4
  %v55 = getelementptr inbounds i8, ptr %d, i64 %dm
  %v56 = load <16 x float>, ptr %v55, align 4
  %v57 = fadd <16 x float> %v56, %c13_2
  store <16 x float> %v57, ptr %v55, align 4
  %v58 = getelementptr inbounds i8, ptr %v55, i64 64
  %v59 = load <16 x float>, ptr %v58, align 4
  %v60 = fadd <16 x float> %v59, %c13_3
  store <16 x float> %v60, ptr %v58, align 4
  %v61 = getelementptr inbounds i8, ptr %v55, i64 %dm
  %v62 = load <16 x float>, ptr %v61, align 4
  %v63 = fadd <16 x float> %v62, %c13_4
  store <16 x float> %v63, ptr %v61, align 4
  %v64 = getelementptr inbounds i8, ptr %v61, i64 64
  %v65 = load <16 x float>, ptr %v64, align 4
  %v66 = fadd <16 x float> %v65, %c13_5
  store <16 x float> %v66, ptr %v64, align 4
  %v67 = getelementptr inbounds i8, ptr %v61, i64 %dm
  %v68 = load <16 x float>, ptr %v67, align 4
  %v69 = fadd <16 x float> %v68, %c13_6
  store <16 x float> %v69, ptr %v67, align 4
  %v70 = getelementptr inbounds i8, ptr %v67, i64 64
  %v71 = load <16 x float>, ptr %v70, align 4
  %v72 = fadd <16 x float> %v71, %c13_7
  store <16 x float> %v72, ptr %v70, align 4
  %v73 = getelementptr inbounds i8, ptr %v67, i64 %dm
  ret void
b48:
  store <16 x float> %c13_0, ptr %d, align 4
  %v74 = getelementptr inbounds i8, ptr %d, i64 64
  store <16 x float> %c13_1, ptr %v74, align 4
  %v75 = getelementptr inbounds i8, ptr %d, i64 %dm
  store <16 x float> %c13_2, ptr %v75, align 4
  %v76 = getelementptr inbounds i8, ptr %v75, i64 64
  store <16 x float> %c13_3, ptr %v76, align 4
  %v77 = getelementptr inbounds i8, ptr %v75, i64 %dm
  store <16 x float> %c13_4, ptr %v77, align 4
  %v78 = getelementptr inbounds i8, ptr %v77, i64 64
  store <16 x float> %c13_5, ptr %v78, align 4
  %v79 = getelementptr inbounds i8, ptr %v77, i64 %dm
  store <16 x float> %c13_6, ptr %v79, align 4
  %v80 = getelementptr inbounds i8, ptr %v79, i64 64
  store <16 x float> %c13_7, ptr %v80, align 4
  %v81 = getelementptr inbounds i8, ptr %v79, i64 %dm
  ret void
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n) nounwind "no-builtins" "prefer-vector-width"="512" "min-legal-vector-width"="512" {
entry:
  br label %start
start:
  %v1 = icmp slt i64 %n, 2
  br i1 %v1, label %b2, label %b3
b2:
  %v4 = icmp eq i64 %n, 1
  br i1 %v4, label %b5, label %b6
b5:
  call void %task(ptr %frame, i64 0, i64 0)
  br label %b6
b6:
  ret i64 0
b7:
  br label %b3
b3:
  %v8 = load ptr, ptr %ctx, align 8
  %v9 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v10 = load i64, ptr %v9, align 8
  %v11 = call i64 %v8(ptr %task, ptr %frame, i64 %n, i64 %v10)
  %v12 = icmp ne i64 %v11, 0
  %v13 = select i1 %v12, i64 3, i64 0
  ret i64 %v13
}
