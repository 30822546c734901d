declare i64 @llvm.smin.i64(i64, i64)
declare void @llvm.prefetch.p0(ptr, i32, i32, i32)
declare <8 x float> @llvm.fma.v8f32(<8 x float>, <8 x float>, <8 x float>)
declare float @llvm.fma.f32(float, float, float)
declare i64 @llvm.smax.i64(i64, i64)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 4, align 16
  %v2 = alloca i64, i64 5, align 16
  %v3 = alloca i64, i64 1, align 8
  br label %start
start:
  %v4 = load i64, ptr %dims, align 8
  store i64 0, ptr %v3, align 8
  store i64 %v4, ptr %v2, align 8
  %v5 = load ptr, ptr %bufs, align 8
  %v6 = getelementptr inbounds i64, ptr %v1, i64 2
  store ptr %v5, ptr %v6, align 8
  %v7 = getelementptr inbounds ptr, ptr %bufs, i64 1
  %v8 = load ptr, ptr %v7, align 8
  %v9 = getelementptr inbounds i64, ptr %v1, i64 3
  store ptr %v8, ptr %v9, align 8
  %v10 = getelementptr inbounds i64, ptr %v2, i64 1
  store ptr %ctx, ptr %v10, align 8
  %v11 = getelementptr inbounds i64, ptr %v1, i64 2
  %v12 = load ptr, ptr %v11, align 8
  %v13 = getelementptr inbounds i64, ptr %v2, i64 2
  store ptr %v12, ptr %v13, align 8
  %v14 = getelementptr inbounds i64, ptr %v1, i64 3
  %v15 = load ptr, ptr %v14, align 8
  %v16 = getelementptr inbounds i64, ptr %v2, i64 3
  store ptr %v15, ptr %v16, align 8
  %v17 = load i64, ptr %v3, align 8
  %v18 = icmp eq i64 %v17, 0
  br i1 %v18, label %b19, label %b20
b19:
  call void @launch0(ptr %ctx, ptr %v2, ptr %v3, i64 4611686022722355200)
  br label %b20
b20:
  %v21 = load i64, ptr %v3, align 8
  %v22 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v23 = load i64, ptr %v22, align 8
  %v24 = icmp eq i64 %v21, 0
  %v25 = select i1 %v24, i64 %v23, i64 %v21
  ret i64 %v25
}
define internal void @launch0(ptr %ctx, ptr %handed, ptr %status, i64 %what) nounwind "no-builtins" {
entry:
  %v11 = alloca i64, i64 1, align 8
  br label %start
start:
  %v1 = load i64, ptr %handed, align 8
  %v2 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v3 = load i64, ptr %v2, align 8
  %v4 = mul nsw i64 100, %v1
  %v5 = mul nsw i64 %v4, 31
  %v6 = udiv i64 %v5, 65536
  %v7 = call i64 @llvm.smax.i64(i64 %v6, i64 1)
  %v8 = mul nsw i64 %v3, 4
  %v9 = call i64 @llvm.smin.i64(i64 %v7, i64 %v8)
  %v10 = call i64 @llvm.smin.i64(i64 %v1, i64 %v9)
  store i64 %v1, ptr %v11, align 8
  %v12 = icmp sgt i64 %v10, 1
  br i1 %v12, label %b13, label %b14
b13:
  %v15 = sub nsw i64 %v10, 1
  %v16 = add nsw i64 %v1, %v15
  %v17 = udiv i64 %v16, %v10
  store i64 %v17, ptr %v11, align 8
  br label %b14
b14:
  %v18 = load i64, ptr %v11, align 8
  %v19 = getelementptr inbounds i64, ptr %handed, i64 4
  store i64 %v18, ptr %v19, align 8
  %v20 = load i64, ptr %status, align 8
  %v21 = icmp eq i64 %v20, 0
  br i1 %v21, label %b22, label %b23
b22:
  %v24 = call i64 @run_tasks(ptr %ctx, ptr @group0, ptr %handed, i64 %v10, i64 %what)
  store i64 %v24, ptr %status, align 8
  br label %b23
b23:
  ret void
}
define internal void @group0(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = load i64, ptr %frame, align 8
  %v2 = getelementptr inbounds i64, ptr %frame, i64 2
  %v3 = load ptr, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %frame, i64 3
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %frame, i64 1
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %frame, i64 4
  %v9 = load i64, ptr %v8, align 8
  %v10 = mul nsw i64 %task, %v9
  %v11 = add nsw i64 %v10, %v9
  %v12 = call i64 @llvm.smin.i64(i64 %v11, i64 %v1)
  br label %b13
b13:
  %i16 = phi i64 [ %v10, %start ], [ %v199, %b186 ]
  %c16_0 = phi i64 [ %v10, %start ], [ %v198, %b186 ]
  %v17 = icmp slt i64 %i16, %v12
  br i1 %v17, label %b14, label %b15
b14:
  br label %b18
b18:
  %i21 = phi i64 [ 0, %b14 ], [ %v35, %b19 ]
  %c21_0 = phi <8 x float> [ splat (float 0xFFF0000000000000), %b14 ], [ %v34, %b19 ]
  %c21_1 = phi float [ 0xFFF0000000000000, %b14 ], [ %c21_1, %b19 ]
  %v22 = icmp slt i64 %i21, 96
  br i1 %v22, label %b19, label %b20
b19:
  %v23 = mul nsw i64 %c16_0, 100
  %v24 = add nsw i64 %v23, %i21
  %v25 = add nsw i64 %v24, 512
  %v26 = getelementptr inbounds float, ptr %v3, i64 %v25
  call void @llvm.prefetch.p0(ptr %v26, i32 0, i32 3, i32 1)
  %v27 = mul nsw i64 %c16_0, 100
  %v28 = add nsw i64 %v27, %i21
  %v29 = getelementptr inbounds float, ptr %v3, i64 %v28
  %v30 = load <8 x float>, ptr %v29, align 4
  %v31 = fcmp ogt <8 x float> %c21_0, %v30
  %v32 = fcmp uno <8 x float> %c21_0, %c21_0
  %v33 = or <8 x i1> %v31, %v32
  %v34 = select <8 x i1> %v33, <8 x float> %c21_0, <8 x float> %v30
  %v35 = add nsw i64 %i21, 8
  br label %b18
b20:
  br label %b36
b36:
  %i39 = phi i64 [ 96, %b20 ], [ %v49, %b37 ]
  %c39_0 = phi <8 x float> [ %c21_0, %b20 ], [ %c39_0, %b37 ]
  %c39_1 = phi float [ %c21_1, %b20 ], [ %v48, %b37 ]
  %v40 = icmp slt i64 %i39, 100
  br i1 %v40, label %b37, label %b38
b37:
  %v41 = mul nsw i64 %c16_0, 100
  %v42 = add nsw i64 %v41, %i39
  %v43 = getelementptr inbounds float, ptr %v3, i64 %v42
  %v44 = load float, ptr %v43, align 4
  %v45 = fcmp ogt float %c39_1, %v44
  %v46 = fcmp uno float %c39_1, %c39_1
  %v47 = or i1 %v45, %v46
  %v48 = select i1 %v47, float %c39_1, float %v44
  %v49 = add nsw i64 %i39, 1
  br label %b36
b38:
  %v50 = shufflevector <8 x float> %c39_0, <8 x float> poison, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v51 = shufflevector <8 x float> %c39_0, <8 x float> poison, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %v52 = fcmp ogt <4 x float> %v50, %v51
  %v53 = fcmp uno <4 x float> %v50, %v50
  %v54 = or <4 x i1> %v52, %v53
  %v55 = select <4 x i1> %v54, <4 x float> %v50, <4 x float> %v51
  %v56 = shufflevector <4 x float> %v55, <4 x float> poison, <2 x i32> <i32 0, i32 1>
  %v57 = shufflevector <4 x float> %v55, <4 x float> poison, <2 x i32> <i32 2, i32 3>
  %v58 = fcmp ogt <2 x float> %v56, %v57
  %v59 = fcmp uno <2 x float> %v56, %v56
  %v60 = or <2 x i1> %v58, %v59
  %v61 = select <2 x i1> %v60, <2 x float> %v56, <2 x float> %v57
  %v62 = extractelement <2 x float> %v61, i64 0
  %v63 = extractelement <2 x float> %v61, i64 1
  %v64 = fcmp ogt float %v62, %v63
  %v65 = fcmp uno float %v62, %v62
  %v66 = or i1 %v64, %v65
  %v67 = select i1 %v66, float %v62, float %v63
  %v68 = fcmp ogt float %v67, %c39_1
  %v69 = fcmp uno float %v67, %v67
  %v70 = or i1 %v68, %v69
  %v71 = select i1 %v70, float %v67, float %c39_1
  %v72 = fcmp ogt float 0xFFF0000000000000, %v71
  %v73 = fcmp uno float 0xFFF0000000000000, 0xFFF0000000000000
  %v74 = or i1 %v72, %v73
  %v75 = select i1 %v74, float 0xFFF0000000000000, float %v71
  %v76 = fsub float %v75, %v75
  %v77 = fcmp oeq float %v76, 0x0000000000000000
  %v78 = select i1 %v77, float %v75, float 0x0000000000000000
  br label %b79
b79:
  %i82 = phi i64 [ 0, %b38 ], [ %v118, %b80 ]
  %c82_0 = phi <8 x float> [ splat (float 0x0000000000000000), %b38 ], [ %v114, %b80 ]
  %c82_1 = phi float [ 0x0000000000000000, %b38 ], [ %c82_1, %b80 ]
  %v83 = icmp slt i64 %i82, 96
  br i1 %v83, label %b80, label %b81
b80:
  %v84 = mul nsw i64 %c16_0, 100
  %v85 = add nsw i64 %v84, %i82
  %v86 = getelementptr inbounds float, ptr %v3, i64 %v85
  %v87 = load <8 x float>, ptr %v86, align 4
  %v88 = insertelement <8 x float> poison, float %v78, i64 0
  %v89 = shufflevector <8 x float> %v88, <8 x float> poison, <8 x i32> zeroinitializer
  %v90 = fsub <8 x float> %v87, %v89
  %v91 = fcmp olt <8 x float> splat (float 0x4056400000000000), %v90
  %v92 = select <8 x i1> %v91, <8 x float> splat (float 0x4056400000000000), <8 x float> %v90
  %v93 = fcmp ogt <8 x float> splat (float 0xC05A000000000000), %v92
  %v94 = select <8 x i1> %v93, <8 x float> splat (float 0xC05A000000000000), <8 x float> %v92
  %v95 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v94, <8 x float> splat (float 0x3FF7154760000000), <8 x float> splat (float 0x4168001FC0000000))
  %v96 = fsub <8 x float> %v95, splat (float 0x4168001FC0000000)
  %v97 = bitcast <8 x float> %v95 to <8 x i32>
  %v98 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v96, <8 x float> splat (float 0xBFE6300000000000), <8 x float> %v94)
  %v99 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v96, <8 x float> splat (float 0x3F2BD01060000000), <8 x float> %v98)
  %v100 = call <8 x float> @llvm.fma.v8f32(<8 x float> splat (float 0x3F56A23E80000000), <8 x float> %v99, <8 x float> splat (float 0x3F8123A6C0000000))
  %v101 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v100, <8 x float> %v99, <8 x float> splat (float 0x3FA5558F40000000))
  %v102 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v101, <8 x float> %v99, <8 x float> splat (float 0x3FC5554900000000))
  %v103 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v102, <8 x float> %v99, <8 x float> splat (float 0x3FDFFFFFC0000000))
  %v104 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v103, <8 x float> %v99, <8 x float> splat (float 0x3FF0000000000000))
  %v105 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v104, <8 x float> %v99, <8 x float> splat (float 0x3FF0000000000000))
  %v106 = lshr <8 x i32> %v97, splat (i32 1)
  %v107 = shl <8 x i32> %v106, splat (i32 23)
  %v108 = bitcast <8 x i32> %v107 to <8 x float>
  %v109 = sub <8 x i32> %v97, %v106
  %v110 = shl <8 x i32> %v109, splat (i32 23)
  %v111 = bitcast <8 x i32> %v110 to <8 x float>
  %v112 = fmul <8 x float> %v105, %v108
  %v113 = fmul <8 x float> %v112, %v111
  %v114 = fadd <8 x float> %c82_0, %v113
  %v115 = mul nsw i64 %c16_0, 100
  %v116 = add nsw i64 %v115, %i82
  %v117 = getelementptr inbounds float, ptr %v5, i64 %v116
  store <8 x float> %v113, ptr %v117, align 4
  %v118 = add nsw i64 %i82, 8
  br label %b79
b81:
  br label %b119
b119:
  %i122 = phi i64 [ 96, %b81 ], [ %v156, %b120 ]
  %c122_0 = phi <8 x float> [ %c82_0, %b81 ], [ %c122_0, %b120 ]
  %c122_1 = phi float [ %c82_1, %b81 ], [ %v152, %b120 ]
  %v123 = icmp slt i64 %i122, 100
  br i1 %v123, label %b120, label %b121
b120:
  %v124 = mul nsw i64 %c16_0, 100
  %v125 = add nsw i64 %v124, %i122
  %v126 = getelementptr inbounds float, ptr %v3, i64 %v125
  %v127 = load float, ptr %v126, align 4
  %v128 = fsub float %v127, %v78
  %v129 = fcmp olt float 0x4056400000000000, %v128
  %v130 = select i1 %v129, float 0x4056400000000000, float %v128
  %v131 = fcmp ogt float 0xC05A000000000000, %v130
  %v132 = select i1 %v131, float 0xC05A000000000000, float %v130
  %v133 = call float @llvm.fma.f32(float %v132, float 0x3FF7154760000000, float 0x4168001FC0000000)
  %v134 = fsub float %v133, 0x4168001FC0000000
  %v135 = bitcast float %v133 to i32
  %v136 = call float @llvm.fma.f32(float %v134, float 0xBFE6300000000000, float %v132)
  %v137 = call float @llvm.fma.f32(float %v134, float 0x3F2BD01060000000, float %v136)
  %v138 = call float @llvm.fma.f32(float 0x3F56A23E80000000, float %v137, float 0x3F8123A6C0000000)
  %v139 = call float @llvm.fma.f32(float %v138, float %v137, float 0x3FA5558F40000000)
  %v140 = call float @llvm.fma.f32(float %v139, float %v137, float 0x3FC5554900000000)
  %v141 = call float @llvm.fma.f32(float %v140, float %v137, float 0x3FDFFFFFC0000000)
  %v142 = call float @llvm.fma.f32(float %v141, float %v137, float 0x3FF0000000000000)
  %v143 = call float @llvm.fma.f32(float %v142, float %v137, float 0x3FF0000000000000)
  %v144 = lshr i32 %v135, 1
  %v145 = shl i32 %v144, 23
  %v146 = bitcast i32 %v145 to float
  %v147 = sub i32 %v135, %v144
  %v148 = shl i32 %v147, 23
  %v149 = bitcast i32 %v148 to float
  %v150 = fmul float %v143, %v146
  %v151 = fmul float %v150, %v149
  %v152 = fadd float %c122_1, %v151
  %v153 = mul nsw i64 %c16_0, 100
  %v154 = add nsw i64 %v153, %i122
  %v155 = getelementptr inbounds float, ptr %v5, i64 %v154
  store float %v151, ptr %v155, align 4
  %v156 = add nsw i64 %i122, 1
  br label %b119
b121:
  %v157 = shufflevector <8 x float> %c122_0, <8 x float> poison, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v158 = shufflevector <8 x float> %c122_0, <8 x float> poison, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %v159 = fadd <4 x float> %v157, %v158
  %v160 = shufflevector <4 x float> %v159, <4 x float> poison, <2 x i32> <i32 0, i32 1>
  %v161 = shufflevector <4 x float> %v159, <4 x float> poison, <2 x i32> <i32 2, i32 3>
  %v162 = fadd <2 x float> %v160, %v161
  %v163 = extractelement <2 x float> %v162, i64 0
  %v164 = extractelement <2 x float> %v162, i64 1
  %v165 = fadd float %v163, %v164
  %v166 = fadd float %v165, %c122_1
  %v167 = fadd float 0x0000000000000000, %v166
  br label %b168
b168:
  %i171 = phi i64 [ 0, %b121 ], [ %v183, %b169 ]
  %v172 = icmp slt i64 %i171, 96
  br i1 %v172, label %b169, label %b170
b169:
  %v173 = mul nsw i64 %c16_0, 100
  %v174 = add nsw i64 %v173, %i171
  %v175 = getelementptr inbounds float, ptr %v5, i64 %v174
  %v176 = load <8 x float>, ptr %v175, align 4
  %v177 = insertelement <8 x float> poison, float %v167, i64 0
  %v178 = shufflevector <8 x float> %v177, <8 x float> poison, <8 x i32> zeroinitializer
  %v179 = fdiv <8 x float> %v176, %v178
  %v180 = mul nsw i64 %c16_0, 100
  %v181 = add nsw i64 %v180, %i171
  %v182 = getelementptr inbounds float, ptr %v5, i64 %v181
  store <8 x float> %v179, ptr %v182, align 4
  %v183 = add nsw i64 %i171, 8
  br label %b168
b170:
  br label %b184
b184:
  %i187 = phi i64 [ 96, %b170 ], [ %v197, %b185 ]
  %v188 = icmp slt i64 %i187, 100
  br i1 %v188, label %b185, label %b186
b185:
  %v189 = mul nsw i64 %c16_0, 100
  %v190 = add nsw i64 %v189, %i187
  %v191 = getelementptr inbounds float, ptr %v5, i64 %v190
  %v192 = load float, ptr %v191, align 4
  %v193 = fdiv float %v192, %v167
  %v194 = mul nsw i64 %c16_0, 100
  %v195 = add nsw i64 %v194, %i187
  %v196 = getelementptr inbounds float, ptr %v5, i64 %v195
  store float %v193, ptr %v196, align 4
  %v197 = add nsw i64 %i187, 1
  br label %b184
b186:
  %v198 = add nsw i64 %c16_0, 1
  %v199 = add nsw i64 %i16, 1
  br label %b13
b15:
  ret void
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 10
  %v2 = load ptr, ptr %v1, align 8
  %v3 = icmp ne ptr %v2, null
  br i1 %v3, label %b4, label %b5
b4:
  %v6 = call i64 %v2(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what)
  ret i64 %v6
b7:
  br label %b5
b5:
  %v8 = icmp slt i64 %n, 2
  br i1 %v8, label %b9, label %b10
b9:
  %v11 = icmp eq i64 %n, 1
  br i1 %v11, label %b12, label %b13
b12:
  call void %task(ptr %frame, i64 0, i64 0)
  br label %b13
b13:
  ret i64 0
b14:
  br label %b10
b10:
  %v15 = load ptr, ptr %ctx, align 8
  %v16 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v17 = load i64, ptr %v16, align 8
  %v18 = call i64 %v15(ptr %task, ptr %frame, i64 %n, i64 %v17)
  %v19 = icmp ne i64 %v18, 0
  %v20 = select i1 %v19, i64 3, i64 0
  ret i64 %v20
}
